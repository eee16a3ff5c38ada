import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { buildApp } from '../src/app.ts';
import { type Config, readConfig } from '../src/config.ts';
import type { OpenDatabase } from '../src/db/database.ts';
import { makeSignInLink } from '../src/people/make-sign-in-link.ts';

export const PASSWORD = 'correct horse battery';

/** A clock that stands still until it is moved. */
export interface HeldClock {
  (): Date;
  move(seconds: number): void;
}

export function holdClock(start = '2026-01-02T03:04:05.000Z'): HeldClock {
  let now = new Date(start).getTime();
  return Object.assign(() => new Date(now), {
    move: (seconds: number) => {
      now += seconds * 1000;
    },
  });
}

export function testConfig(changes: Partial<Config> = {}): Config {
  return { ...readConfig({ SLUICE_DATA: join(tmpdir(), 'sluice-nothing-here') }).config, ...changes };
}

/** The whole app over a database, quiet. */
export async function openApp(
  store: OpenDatabase,
  { config = {}, clock }: { readonly config?: Partial<Config>; readonly clock?: () => Date } = {},
): Promise<FastifyInstance> {
  const app = await buildApp({ config: testConfig(config), store, ...(clock === undefined ? {} : { clock }) });
  await app.ready();
  return app;
}

/** The token of a fresh one-time link. */
export async function linkToken(app: FastifyInstance): Promise<string> {
  const link = await makeSignInLink(app.store.db, 'http://localhost', app.clock());
  return link.slice(link.indexOf('#') + 1);
}

/** Signs a person in by a fresh link; returns the headers that its browser would send. */
export async function signInPerson(app: FastifyInstance, email = 'ada@example.com'): Promise<Record<string, string>> {
  const response = await app.inject({
    method: 'POST',
    url: '/api/v1/session/link',
    payload: { token: await linkToken(app), email, name: 'Ada', password: PASSWORD },
  });
  if (response.statusCode !== 200) throw new Error(`Signing in for a test failed: ${response.body}`);
  return browserHeaders(response.cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
}

/** What a browser sends along from a page of ours. */
export function browserHeaders(cookie: string): Record<string, string> {
  return { cookie, 'sec-fetch-site': 'same-origin' };
}

/** Sends JSON that no JavaScript value can stand for. */
export function rawJson(text: string): Pick<InjectOptions, 'headers' | 'payload'> {
  return { headers: { 'content-type': 'application/json' }, payload: text };
}
