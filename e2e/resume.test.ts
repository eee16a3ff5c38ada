import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../scripts/chromium.ts';
import type { Follower } from './harness/follower.ts';
import { makePlace } from './harness/make-place.ts';
import { followHere } from './harness/node-follower.ts';
import { type Operator, operatorAt } from './harness/operator.ts';
import { followInPage } from './harness/page-follower.ts';
import { ENGINES, type Place } from './harness/place.ts';
import { type ServerProcess, startServerProcess } from './harness/server-process.ts';
import { type Keys, writeInitFile } from './harness/set-up.ts';
import { openTap, type Tap } from './harness/tap.ts';

const FLAG = 'checkout.express';
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

describe.each(ENGINES)('kill -9 and restart of a server on %s', (engine) => {
  let place: Place;
  let server: ServerProcess;
  let operator: Operator;
  let keys: Keys;
  let environment: Record<string, string>;
  const taps: Tap[] = [];
  const followers: Follower[] = [];
  beforeAll(async () => {
    place = await makePlace(engine);
    ({ keys, environment } = writeInitFile(place));
    server = await startServerProcess(place, environment);
    operator = operatorAt(() => server.url, keys.automation);
    taps.push(await openTap(server.url), await openTap(server.url));
    followers.push(await followHere(taps[0]!.url, keys.server, FLAG), await followInPage(browser, taps[1]!.url, keys.client, FLAG));
  });
  afterAll(async () => {
    await Promise.all(followers.map((follower) => follower.close()));
    await Promise.all(taps.map((tap) => tap.close()));
    await server?.stop();
    await place?.remove();
  });

  it('SDKs begin with a ruleset, and after the restart go on with a delta', async () => {
    for (const tap of taps) expect(tap.toSdk.map(({ type }) => type)).toContain('ruleset');
    const before = await operator.patch(FLAG, { enabled: true });
    await Promise.all(followers.map((follower) => follower.sees(before.revision)));

    await server.kill();
    for (const tap of taps) tap.forget();
    server = await startServerProcess(place, environment);
    const after = await operator.patch(FLAG, { enabled: false });
    expect(after.revision).toBe(before.revision + 1);
    for (const tap of taps) tap.pointAt(server.url);

    const seen = await Promise.all(followers.map((follower) => follower.sees(after.revision)));
    expect(seen.map(({ value, cause }) => ({ value, cause }))).toEqual([
      { value: false, cause: 'edit' },
      { value: false, cause: 'edit' },
    ]);
    for (const tap of taps) {
      const hello = tap.toServer.findLast(({ type }) => type === 'hello');
      expect(hello).toMatchObject({ position: { revision: before.revision } });
      const sent = tap.toSdk.filter(({ type }) => type !== 'heartbeat');
      expect(sent).toMatchObject([{ type: 'delta', from: { revision: before.revision }, position: { revision: after.revision } }]);
    }
  });
});
