/** How long a flip takes to reach SDKs, on loopback: one service in this process, one in another. */

import { describeFlips, type FlipFigures, measureFlips } from '../e2e/harness/measure-flip.ts';
import { followElsewhere, followHere } from '../e2e/harness/node-follower.ts';
import { operatorAt } from '../e2e/harness/operator.ts';
import { type Engine, openPlace, type Place } from '../e2e/harness/place.ts';
import { startServerProcess } from '../e2e/harness/server-process.ts';
import { writeInitFile } from '../e2e/harness/set-up.ts';
import buildAll from '../scripts/built.ts';
import { startPostgres } from '../scripts/postgres.ts';

const FLAG = 'checkout.express';
const FLIPS = 200;

/** Figures for each engine, in milliseconds. */
export async function measureFlip(): Promise<Readonly<Record<Engine, FlipFigures>>> {
  buildAll();
  const embedded = await flipsIn(openPlace(null));
  const postgres = await startPostgres();
  try {
    return { PGlite: embedded, Postgres: await flipsIn(openPlace({ url: postgres.url, drop: async () => {} })) };
  } finally {
    await postgres.stop();
  }
}

export function describeFlip(figures: Readonly<Record<Engine, FlipFigures>>): string[] {
  return Object.entries(figures).flatMap(([engine, flips]) => describeFlips(engine, flips));
}

async function flipsIn(place: Place): Promise<FlipFigures> {
  const { keys, environment } = writeInitFile(place);
  const server = await startServerProcess(place, environment);
  const followers = await Promise.all([followHere(server.url, keys.server, FLAG), followElsewhere(server.url, keys.server, FLAG)]);
  try {
    return await measureFlips(
      operatorAt(() => server.url, keys.automation),
      FLAG,
      followers,
      FLIPS,
    );
  } finally {
    await Promise.all(followers.map((follower) => follower.close()));
    await server.stop();
    await place.remove();
  }
}
