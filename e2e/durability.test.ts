import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlace } from './harness/make-place.ts';
import { ENGINES, type Place } from './harness/place.ts';
import { type ServerProcess, startServerProcess } from './harness/server-process.ts';
import { ENVIRONMENT, PROJECT, writeInitFile } from './harness/set-up.ts';

const FLAGS = Object.fromEntries(['a', 'b', 'c'].map((key) => [key, { type: 'boolean', variants: { on: true, off: false } }]));
const ROUNDS = 3;
const WRITES_BEFORE_THE_CUT = 40;

/** A change that the server acknowledged: what must never be lost. */
interface Acknowledged {
  readonly flag: string;
  readonly version: number;
  readonly weight: number;
}

describe.each(ENGINES)('kill -9 in the middle of writes (%s)', (engine) => {
  let place: Place;
  let server: ServerProcess;
  let environment: Record<string, string>;
  let token: string;
  beforeAll(async () => {
    place = await makePlace(engine);
    const made = writeInitFile(place, FLAGS);
    environment = made.environment;
    token = made.keys.automation;
  });
  afterAll(async () => {
    await server?.kill();
    await place.remove();
  });

  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers };
    return await fetch(`${server.url}/api/v1/projects/${PROJECT}/environments/${ENVIRONMENT}/flags/${path}`, { ...init, headers });
  };

  /** Writes one flag again and again, until the server is gone. */
  const writeOn = async (flag: string, acknowledged: Acknowledged[]): Promise<void> => {
    let version: number = (await (await call(flag)).json()).version;
    for (;;) {
      const weight = (version * 7919) % 100_000;
      const body = JSON.stringify({ fallthrough: { split: { weights: { on: weight, off: 100_000 - weight } } } });
      const response = await call(flag, { method: 'PATCH', body, headers: { 'if-match': `"${version}"` } });
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      version = (await response.json()).version;
      acknowledged.push({ flag, version, weight });
    }
  };

  it('loses nothing that was acknowledged, and tears nothing', async () => {
    const acknowledged: Acknowledged[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      server = await startServerProcess(place, environment);
      const writers = Object.keys(FLAGS).map((flag) => writeOn(flag, acknowledged));
      const cut = Promise.all(writers).then(
        () => 'the writers went on',
        (error: Error) => error.message,
      );
      const wanted = round * WRITES_BEFORE_THE_CUT;
      while (acknowledged.length < wanted) await new Promise(setImmediate);
      await server.kill();
      expect(await cut).toMatch(/fetch failed|terminated/);
    }
    server = await startServerProcess(place, environment);
    for (const { flag, version, weight } of acknowledged) {
      const response = await call(`${flag}/versions/${version}`);
      expect([flag, version, response.status]).toEqual([flag, version, 200]);
      expect((await response.json()).configuration.fallthrough.split.weights.on).toBe(weight);
    }
  });
});
