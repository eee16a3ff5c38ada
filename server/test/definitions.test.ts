import { beforeAll, expect, it } from 'vitest';
import { flags } from '../src/db/tables.ts';
import { type Ask, BOOLEAN, CREATE, definition, inProduction, openShop, seen } from './ask.ts';
import { describeOnBoth } from './harness.ts';

describeOnBoth('definitions and restores', (open) => {
  let ask: Ask;
  let count = 0;
  beforeAll(async () => {
    ask = await openShop(open);
  });
  const made = async (draft: object = BOOLEAN): Promise<string> => {
    count += 1;
    await ask('PUT', definition(`flag-${count}`), draft, CREATE);
    return `flag-${count}`;
  };

  it('leave no version when nothing is altered, and one when only the order of variants is', async () => {
    const key = await made();
    expect((await ask('PATCH', definition(key), { name: '', variants: { on: true } }, seen(1))).body.version).toBe(1);
    expect((await ask('GET', inProduction(key))).body.version).toBe(1);
    expect((await ask('PATCH', definition(key), { name: 'Checkout' }, seen(1))).body.version).toBe(2);
  });

  it('have between one and fifty variants after a patch, too', async () => {
    const key = await made({ type: 'number', variants: { none: 0 } });
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`v${index}`, index]));
    expect((await ask('PATCH', definition(key), { variants: many }, seen(1))).body).toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '#/variants', detail: 'a flag has at most 50 variants' }],
    });
    expect((await ask('PATCH', definition(key), { variants: { none: null } }, seen(1))).body.errors[0].detail).toContain('at least one');
    expect((await ask('PATCH', definition(key), { variants: { v1: 'one' } }, seen(1))).body.errors[0].pointer).toBe('#/variants/v1');
  });

  it('keep the order of variants and of what is in their values', async () => {
    const variants = { zebra: { z: 1, a: [2, { y: 1, b: 2 }] }, ant: null };
    const key = await made({ type: 'json', variants });
    expect(JSON.stringify((await ask('GET', inProduction(key))).body.definition.variants)).toBe(JSON.stringify(variants));
  });

  it('that no reader would take are refused with their size', async () => {
    const key = await made({ type: 'string', variants: { a: 'x'.repeat(700_000) } });
    const { status, body } = await ask('PATCH', definition(key), { variants: { b: 'x'.repeat(700_000) } }, seen(1));
    expect([status, body.code]).toEqual([400, 'invalid-request']);
    expect(body.detail).toMatch(/takes 1\d{6} bytes; 1048576 are the most/);
  });

  it('name what still needs a variant that should go, rule by rule', async () => {
    const key = await made();
    const rule = { id: 'beta', when: { attribute: 'beta', operator: 'exists' }, serve: { variant: 'on' } };
    await ask('PATCH', inProduction(key), { rules: [rule], fallthrough: { variant: 'off' } }, seen(1));
    for (const other of ['development', 'staging']) {
      await ask('PATCH', `/projects/shop/environments/${other}/flags/${key}`, { fallthrough: { variant: 'off' } }, seen(1));
    }
    const { body } = await ask('PATCH', definition(key), { variants: { on: null } }, seen(1));
    expect(body).toMatchObject({ code: 'in-use', environment: 'production', users: [{ pointer: '#/rules/0/serve/variant' }] });
  });

  it('may not ask twice for one prerequisite', async () => {
    const [base, user] = [await made(), await made()];
    const needs = { flag: base, variants: ['on'] };
    const { body } = await ask('PATCH', inProduction(user), { prerequisites: [needs, { ...needs, variants: ['off'] }] }, seen(1));
    expect(body.errors).toEqual([{ pointer: '#/prerequisites/1/flag', detail: expect.stringContaining('named twice') }]);
  });

  it('have salts that fall into different places of the hash', async () => {
    await made();
    await made();
    const hashes = (await ask.app.store.db.select().from(flags)).map(({ saltHash }) => saltHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('are named by a restore where they differ, and left as they are', async () => {
    const key = await made();
    await ask('PATCH', definition(key), { owner: 'payments', variants: { maybe: true } }, seen(1));
    const { body } = await ask('POST', `${inProduction(key)}/restore`, { version: 1 }, seen(2));
    expect(body.definitionDiffers).toEqual([
      { pointer: '#/variants/maybe', change: 'added', after: true },
      { pointer: '#/owner', change: 'changed', before: '', after: 'payments' },
    ]);
    expect(body).toMatchObject({ version: 3, definition: { owner: 'payments' }, changedBy: { kind: 'person' } });
  });

  it('can be shown what a restore would do, which is refused when a prerequisite is gone', async () => {
    const [base, user] = [await made(), await made()];
    await ask('PATCH', inProduction(user), { prerequisites: [{ flag: base, variants: ['on'] }], enabled: true }, seen(1));
    await ask('PATCH', inProduction(user), { prerequisites: [], fallthrough: { variant: 'off' } }, seen(2));
    const shown = await ask('POST', `${inProduction(user)}/restore?dryRun=true`, { version: 2 }, seen(3));
    expect(shown.body).toMatchObject({ version: 4, moved: [{ place: 'fallthrough', from: 'off', to: 'on', buckets: 100_000 }] });
    expect((await ask('GET', inProduction(user))).body.version).toBe(3);
    expect((await ask('DELETE', definition(base), undefined, seen(1))).status).toBe(200);
    const { status, body } = await ask('POST', `${inProduction(user)}/restore`, { version: 2 }, seen(3));
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect(body.detail).toContain(`there is no flag "${base}"`);
  });

  it('take any text but what cannot be stored', async () => {
    const key = await made();
    const name = 'Grüße 👍 مرحبا \u0001';
    expect((await ask('PATCH', definition(key), { name, reason: name }, seen(1))).body.name).toBe(name);
    const refused = await ask('PATCH', definition(key), { name: 'a\0b' }, seen(2));
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '#/name']);
  });

  it('are archived and brought back with a reason, and without a trace in a dry run', async () => {
    const key = await made();
    await ask('DELETE', `${definition(key)}?dryRun=true`, undefined, seen(1));
    expect((await ask('GET', definition(key))).body.archivedAt).toBeNull();
    await ask('DELETE', definition(key), { reason: 'launched' }, seen(1));
    expect((await ask('GET', `/projects/shop/flags?archived=true`)).body.items.map((flag: { key: string }) => flag.key)).toContain(key);
    expect((await ask('POST', `${definition(key)}/unarchive?dryRun=true`)).body.archivedAt).toBeNull();
    expect((await ask('GET', definition(key))).body.archivedAt).not.toBeNull();
    const { body } = await ask('GET', `/projects/shop/audit?flag=${key}&environment=production`);
    expect(body.items.map(({ reason }: { reason: string }) => reason)).toEqual(['launched', '']);
  });
});
