import { beforeAll, expect, it } from 'vitest';
import { type Ask, BOOLEAN, CREATE, definition, inProduction, openShop, seen } from './ask.ts';
import { describeOnBoth } from './harness.ts';

/** The table "Who may undo what": what each act may touch of a configuration and of a kill. */
describeOnBoth('who may undo what', (open) => {
  let ask: Ask;
  let count = 0;
  beforeAll(async () => {
    ask = await openShop(open);
  });

  /** A flag at version 2 (10 % on), and at version 3 when killed. */
  const prepared = async ({ killed = false } = {}): Promise<string> => {
    count += 1;
    const key = `flag-${count}`;
    await ask('PUT', definition(key), BOOLEAN, CREATE);
    await ask('PATCH', inProduction(key), { enabled: true, fallthrough: { split: { weights: { on: 10_000, off: 90_000 } } } }, seen(1));
    if (killed) await ask('PUT', `${inProduction(key)}/kill`, { reason: 'INC-42' });
    return key;
  };
  const read = async (key: string) => (await ask('GET', inProduction(key))).body;

  it('an edit replaces what it names and leaves the rest', async () => {
    const key = await prepared();
    const { configuration } = await read(key);
    await ask('PATCH', inProduction(key), { offVariant: 'on' }, seen(2));
    expect((await read(key)).configuration).toEqual({ ...configuration, offVariant: 'on' });
  });

  it('an edit leaves a kill', async () => {
    const key = await prepared({ killed: true });
    await ask('PATCH', inProduction(key), { enabled: true, fallthrough: { variant: 'on' } }, seen(3));
    expect(await read(key)).toMatchObject({ version: 4, configuration: { fallthrough: { variant: 'on' } }, kill: { reason: 'INC-42' } });
  });

  it('the off value of a killed flag cannot be edited, neither by variant nor by value', async () => {
    const key = await prepared({ killed: true });
    expect((await ask('PATCH', inProduction(key), { offVariant: 'on' }, seen(3))).body.code).toBe('conflict');
    expect((await ask('PATCH', definition(key), { variants: { off: true } }, seen(1))).body.code).toBe('conflict');
    expect(await read(key)).toMatchObject({ version: 3, configuration: { offVariant: 'off' }, definition: { variants: { off: false } } });
  });

  it('a restore brings back the configuration, to the bucket, as a new version', async () => {
    const key = await prepared();
    const before = (await read(key)).configuration;
    await ask('PATCH', inProduction(key), { fallthrough: { split: { weights: { on: 70_000, off: 30_000 } } } }, seen(2));
    const { status, body } = await ask('POST', `${inProduction(key)}/restore`, { version: 2, reason: 'as it was' }, seen(3));
    expect([status, body.version, body.cause]).toEqual([200, 4, 'restore']);
    expect(body.configuration).toEqual(before);
    expect((await ask('GET', `${inProduction(key)}/versions`)).body.items.map(({ version }: { version: number }) => version)).toEqual([
      4, 3, 2, 1,
    ]);
  });

  it('a restore leaves a kill, and never makes one', async () => {
    const key = await prepared({ killed: true });
    await ask('POST', `${inProduction(key)}/restore`, { version: 2 }, seen(3));
    expect((await read(key)).kill).toMatchObject({ reason: 'INC-42' });
    await ask('DELETE', `${inProduction(key)}/kill`, { reason: 'mended' });
    await ask('POST', `${inProduction(key)}/restore`, { version: 3 }, seen(5));
    expect((await read(key)).kill).toBeNull();
  });

  it('a restore is refused when a variant that it would serve is gone', async () => {
    const key = await prepared();
    await ask('PATCH', inProduction(key), { fallthrough: { variant: 'off' }, enabled: false }, seen(2));
    for (const other of ['development', 'staging']) {
      await ask('PATCH', `/projects/shop/environments/${other}/flags/${key}`, { fallthrough: { variant: 'off' } }, seen(1));
    }
    expect((await ask('PATCH', definition(key), { variants: { on: null } }, seen(1))).status).toBe(200);
    const { status, body } = await ask('POST', `${inProduction(key)}/restore`, { version: 2 }, seen(4));
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect(body.detail).toContain('no variant "on"');
  });

  it('a restore needs the version that was read', async () => {
    const key = await prepared();
    expect((await ask('POST', `${inProduction(key)}/restore`, { version: 1 })).status).toBe(428);
    expect((await ask('POST', `${inProduction(key)}/restore`, { version: 1 }, seen(1))).status).toBe(412);
    expect((await ask('POST', `${inProduction(key)}/restore`, { version: 99 }, seen(2))).status).toBe(404);
  });

  it('a kill leaves the configuration, needs no version, and is the same twice', async () => {
    const key = await prepared();
    const { configuration } = await read(key);
    const first = await ask('PUT', `${inProduction(key)}/kill`, { reason: 'harm' });
    const second = await ask('PUT', `${inProduction(key)}/kill`);
    expect(first.body).toMatchObject({ version: 3, kill: { reason: 'harm' } });
    expect(second.body).toEqual(first.body);
    expect((await read(key)).configuration).toEqual(configuration);
  });

  it('a kill goes through while others edit', async () => {
    const key = await prepared();
    const edits = [1, 2, 3].map(() => ask('PATCH', inProduction(key), { enabled: false }, seen(2)));
    const kill = ask('PUT', `${inProduction(key)}/kill`, { reason: 'now' });
    expect((await kill).status).toBe(200);
    await Promise.all(edits);
    expect((await read(key)).kill).not.toBeNull();
  });

  it('a revive clears the kill, serves what the configuration says, and is the same twice', async () => {
    const key = await prepared({ killed: true });
    const { configuration } = await read(key);
    const first = await ask('DELETE', `${inProduction(key)}/kill`, { reason: 'mended' });
    expect(first.body).toMatchObject({ version: 4, kill: null, cause: 'revive', configuration });
    expect((await ask('DELETE', `${inProduction(key)}/kill`)).body.version).toBe(4);
  });
});
