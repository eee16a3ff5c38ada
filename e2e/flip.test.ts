import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../scripts/chromium.ts';
import type { Follower } from './harness/follower.ts';
import { makePlace } from './harness/make-place.ts';
import { describeFlips, measureFlips, median } from './harness/measure-flip.ts';
import { followElsewhere, followHere } from './harness/node-follower.ts';
import { type Operator, operatorAt } from './harness/operator.ts';
import { followInPage } from './harness/page-follower.ts';
import { ENGINES, type Place } from './harness/place.ts';
import { type ServerProcess, startServerProcess } from './harness/server-process.ts';
import { type Keys, writeInitFile } from './harness/set-up.ts';

const FLAG = 'checkout.express';
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

describe.each(ENGINES)('a flip on %s', (engine) => {
  let place: Place;
  let server: ServerProcess;
  let operator: Operator;
  let keys: Keys;
  let followers: Follower[] = [];
  beforeAll(async () => {
    place = await makePlace(engine);
    const made = writeInitFile(place);
    keys = made.keys;
    server = await startServerProcess(place, made.environment);
    operator = operatorAt(() => server.url, keys.automation);
    followers = await Promise.all([
      followHere(server.url, keys.server, FLAG),
      followElsewhere(server.url, keys.server, FLAG),
      followInPage(browser, server.url, keys.client, FLAG),
    ]);
  });
  afterAll(async () => {
    await Promise.all(followers.map((follower) => follower.close()));
    await server?.stop();
    await place?.remove();
  });

  it('reaches a service, a service elsewhere and a page within tens of milliseconds', async () => {
    const figures = await measureFlips(operator, FLAG, followers, 20);
    console.log(describeFlips(engine, figures).join('\n'));
    for (const { afterAnswerMs } of figures.followers) expect(median(afterAnswerMs)).toBeLessThan(250);
  });

  it('changes what each of them serves, once for each flip and in order', async () => {
    const first = Math.max(...followers.flatMap(({ seen }) => seen.map(({ revision }) => revision)));
    const on = await operator.patch(FLAG, { enabled: true });
    const off = await operator.patch(FLAG, { enabled: false });
    expect([on.revision, off.revision]).toEqual([first + 1, first + 2]);
    for (const follower of followers) {
      await follower.sees(off.revision);
      const since = follower.seen.filter(({ revision }) => revision > first);
      expect(since.map(({ revision, keys: touched, cause, value }) => ({ revision, touched, cause, value }))).toEqual([
        { revision: on.revision, touched: [FLAG], cause: 'edit', value: true },
        { revision: off.revision, touched: [FLAG], cause: 'edit', value: false },
      ]);
    }
  });
});
