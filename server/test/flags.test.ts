import { beforeAll, expect, it } from 'vitest';
import { type Ask, BOOLEAN, CREATE, definition, inProduction, openShop, seen } from './ask.ts';
import { describeOnBoth } from './harness.ts';

describeOnBoth('flags', (open) => {
  let ask: Ask;
  let count = 0;
  const made = async (draft: object = BOOLEAN): Promise<string> => {
    count += 1;
    const key = `flag-${count}`;
    expect((await ask('PUT', definition(key), draft, CREATE)).status).toBe(201);
    return key;
  };
  beforeAll(async () => {
    ask = await openShop(open);
  });

  it('begin switched off in every environment, by one change', async () => {
    const key = await made();
    for (const environment of ['development', 'staging', 'production']) {
      const { body } = await ask('GET', `/projects/shop/environments/${environment}/flags/${key}`);
      expect(body).toMatchObject({
        version: 1,
        configuration: { enabled: false, offVariant: 'off', fallthrough: { variant: 'on' } },
        kill: null,
      });
    }
    const { body } = await ask('GET', `/projects/shop/audit?flag=${key}`);
    expect(body.items).toHaveLength(3);
    expect(new Set(body.items.map(({ changeId }: { changeId: string }) => changeId)).size).toBe(1);
  });

  it('are not made twice, nor without If-None-Match', async () => {
    const key = await made();
    expect((await ask('PUT', definition(key), BOOLEAN, CREATE)).body.code).toBe('exists');
    expect((await ask('PUT', definition('other'), BOOLEAN)).status).toBe(428);
  });

  it.each([
    ['a key outside its grammar', 'Not A Key', BOOLEAN],
    ['a value of another type', 'bad', { type: 'boolean', variants: { on: 'yes', off: false } }],
    ['no variant', 'bad', { type: 'boolean', variants: {} }],
    ['an unknown field', 'bad', { ...BOOLEAN, colour: 'red' }],
    ['an off variant that it lacks', 'bad', { ...BOOLEAN, initial: { offVariant: 'none', fallthrough: { variant: 'on' } } }],
  ])('are refused with %s', async (_what, key, draft) => {
    const { status, body } = await ask('PUT', definition(encodeURIComponent(key)), draft, CREATE);
    expect([status, body.code]).toEqual([400, 'invalid-request']);
    expect(body.errors.length).toBeGreaterThan(0);
  });

  it('change with If-Match, and say who moves', async () => {
    const key = await made();
    const split = (on: number) => ({ fallthrough: { split: { weights: { on, off: 100_000 - on } } } });
    const first = await ask('PATCH', inProduction(key), { enabled: true, ...split(10_000) }, seen(1));
    expect(first).toMatchObject({ status: 200, etag: '"2"', body: { version: 2, configuration: { enabled: true } } });
    const second = await ask('PATCH', inProduction(key), split(25_000), seen(2));
    expect(second.body.moved).toEqual([{ place: 'fallthrough', from: 'off', to: 'on', buckets: 15_000 }]);
    const third = await ask('PATCH', inProduction(key), split(10_000), seen(3));
    expect(third.body.moved).toEqual([{ place: 'fallthrough', from: 'on', to: 'off', buckets: 15_000 }]);
    expect(third.body.configuration.fallthrough.split.ranges[0]).toEqual({ variant: 'on', start: 0, end: 10_000 });
  });

  it('can be written back as they were read', async () => {
    const key = await made();
    const rule = { id: 'eu', when: { attribute: 'country', operator: 'region', values: ['EU'] }, serve: { variant: 'on' } };
    const fallthrough = { split: { weights: { on: 5_000, off: 95_000 } } };
    await ask('PATCH', inProduction(key), { rules: [rule], fallthrough }, seen(1));
    const { body } = await ask('GET', inProduction(key));
    expect(await ask('PUT', inProduction(key), body.configuration, seen(2))).toMatchObject({
      status: 200,
      body: { version: 2, moved: [] },
    });
  });

  it('refuse a write without a version, or with an older one, and say which is current', async () => {
    const key = await made();
    await ask('PATCH', inProduction(key), { enabled: true }, seen(1));
    expect((await ask('PATCH', inProduction(key), { enabled: false })).body.code).toBe('precondition-required');
    const late = await ask('PATCH', inProduction(key), { enabled: false }, seen(1));
    expect(late).toMatchObject({ status: 412, body: { code: 'version-mismatch', current: 2 } });
    expect((await ask('GET', late.body.diff.replace('/api/v1', ''))).body.differences).toEqual([
      { pointer: '#/configuration/enabled', change: 'changed', before: false, after: true },
    ]);
    expect((await ask('GET', inProduction(key))).body.configuration.enabled).toBe(true);
  });

  it('take one of two concurrent edits and refuse the other', async () => {
    const key = await made();
    const answers = await Promise.all([true, true].map(() => ask('PATCH', inProduction(key), { enabled: true }, seen(1))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('change nothing in a dry run, and say what would be', async () => {
    const key = await made();
    const { body } = await ask('PATCH', `${inProduction(key)}?dryRun=true`, { fallthrough: { variant: 'off' } }, seen(1));
    expect(body).toMatchObject({ version: 2, moved: [{ from: 'on', to: 'off', buckets: 100_000 }] });
    expect((await ask('GET', inProduction(key))).body).toMatchObject({ version: 1, configuration: { fallthrough: { variant: 'on' } } });
    await ask('PUT', `${definition('never-made')}?dryRun=true`, BOOLEAN, CREATE);
    expect((await ask('GET', definition('never-made'))).status).toBe(404);
  });

  const test = (part: object) => ({ rules: [{ id: 'r', when: part, serve: { variant: 'on' } }] });
  it.each([
    ['weights that do not add up', { fallthrough: { split: { weights: { on: 1, off: 2 } } } }, 'add up to 100000'],
    ['a variant that it lacks', { fallthrough: { variant: 'maybe' } }, 'no variant "maybe"'],
    ['a split over a variant that it lacks', { fallthrough: { split: { weights: { maybe: 100_000 } } } }, 'no variant "maybe"'],
    ['an off variant that it lacks', { offVariant: 'maybe' }, 'no variant "maybe"'],
    ['an unknown field', { enable: true }, '"enable"'],
    ['a wrong type', { enabled: 'yes' }, 'enabled'],
    ['an unknown operator', test({ attribute: 'a', operator: 'sounds-like', values: ['b'] }), 'operator'],
    ['a version that is none', test({ attribute: 'a', operator: 'semverGt', values: ['1'] }), 'version'],
    ['a pattern with look-around', test({ attribute: 'a', operator: 'matches', values: ['a(?=b)'] }), 'RE2'],
    ['a cloud region', test({ attribute: 'country', operator: 'region', values: ['eu-west-1'] }), 'cloud region'],
    ['a segment that is not there', test({ segment: 'staff' }), 'no segment "staff"'],
    ['itself as prerequisite', { prerequisites: [{ flag: 'SELF', variants: ['on'] }] }, 'its own prerequisite'],
    ['a prerequisite that is not there', { prerequisites: [{ flag: 'nowhere', variants: ['on'] }] }, 'no flag "nowhere"'],
  ])('are refused %s, and lose nothing', async (_what, patch, said) => {
    const key = await made();
    const sent = JSON.parse(JSON.stringify(patch).replace('SELF', key));
    const { status, body } = await ask('PATCH', inProduction(key), sent, seen(1));
    expect([status, body.code]).toEqual([400, 'invalid-request']);
    expect(`${body.detail} ${JSON.stringify(body.errors)}`).toContain(said);
    expect((await ask('GET', inProduction(key))).body.version).toBe(1);
  });

  it('refuse two rules of one id', async () => {
    const key = await made();
    const rule = { id: 'twin', when: { attribute: 'a', operator: 'exists' }, serve: { variant: 'on' } };
    expect((await ask('PATCH', inProduction(key), { rules: [rule, rule] }, seen(1))).body.errors[0].pointer).toBe('#/rules/1/id');
  });

  it('never become a circle of prerequisites, not even by two edits at once', async () => {
    const [a, b] = [await made(), await made()];
    const needs = (flag: string) => ({ prerequisites: [{ flag, variants: ['on'] }] });
    const answers = await Promise.all([ask('PATCH', inProduction(a), needs(b), seen(1)), ask('PATCH', inProduction(b), needs(a), seen(1))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(JSON.stringify(answers.map(({ body }) => body))).toContain('circle');
  });

  it('keep what others need of them', async () => {
    const [base, user] = [await made({ ...BOOLEAN, clientSide: true }), await made({ ...BOOLEAN, clientSide: true })];
    await ask('PATCH', inProduction(user), { prerequisites: [{ flag: base, variants: ['on'] }] }, seen(1));
    expect((await ask('DELETE', definition(base), undefined, seen(1))).body).toMatchObject({ code: 'in-use', users: [user] });
    expect((await ask('PATCH', definition(base), { clientSide: false }, seen(1))).body.code).toBe('in-use');
    expect((await ask('PATCH', definition(base), { variants: { on: null } }, seen(1))).body.code).toBe('in-use');
    const server = await made();
    const mixed = { prerequisites: [{ flag: server, variants: ['on'] }] };
    expect((await ask('PATCH', inProduction(base), mixed, seen(1))).body.detail).toContain('not available to browsers');
  });

  it('share their definition: one edit is a new version everywhere', async () => {
    const key = await made();
    const { body } = await ask('PATCH', definition(key), { variants: { maybe: true }, owner: 'payments' }, seen(1));
    expect(body).toMatchObject({ version: 2, owner: 'payments', variants: { on: true, off: false, maybe: true } });
    const inStaging = await ask('GET', `/projects/shop/environments/staging/flags/${key}`);
    expect(inStaging.body).toMatchObject({ version: 2, definition: { version: 2, owner: 'payments' } });
  });

  it('leave every environment when archived, keep their key, and come back as they were', async () => {
    const key = await made();
    await ask('PATCH', inProduction(key), { enabled: true }, seen(1));
    await ask('PUT', `${inProduction(key)}/kill`, { reason: 'harm' });
    expect((await ask('DELETE', definition(key), undefined, seen(1))).status).toBe(200);
    expect((await ask('GET', inProduction(key))).status).toBe(404);
    expect((await ask('PUT', definition(key), BOOLEAN, CREATE)).body.detail).toContain('never given out again');
    expect((await ask('POST', `${definition(key)}/unarchive`)).status).toBe(200);
    expect((await ask('GET', inProduction(key))).body).toMatchObject({
      version: 5,
      configuration: { enabled: true },
      kill: { reason: 'harm' },
    });
  });

  it('are listed page by page', async () => {
    await made();
    await made();
    const first = (await ask('GET', '/projects/shop/environments/production/flags?limit=1')).body;
    const second = (await ask('GET', `/projects/shop/environments/production/flags?limit=1&cursor=${first.next}`)).body;
    expect(second.items[0].key > first.items[0].key).toBe(true);
    expect((await ask('GET', '/projects/shop/flags?cursor=made-up')).status).toBe(400);
  });

  it('exist, switched off, in an environment that is added later', async () => {
    const key = await made();
    expect((await ask('PUT', '/projects/shop/environments/canary', { name: 'Canary' }, CREATE)).status).toBe(201);
    expect((await ask('GET', `/projects/shop/environments/canary/flags/${key}`)).body).toMatchObject({
      version: 1,
      configuration: { enabled: false },
    });
  });

  it("are nobody's business without a principal", async () => {
    const key = await made();
    const response = await ask.app.inject({ method: 'PUT', url: `/api/v1${inProduction(key)}/kill` });
    expect(response.statusCode).toBe(401);
    expect((await ask('GET', inProduction(key))).body.kill).toBeNull();
  });
});
