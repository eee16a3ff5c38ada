import type { FastifyInstance } from 'fastify';
import { openApp, signInPerson } from './app.ts';
import type { Open } from './harness.ts';

// Answers are looked at field by field, as a client without types would.
// biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what the test is about
type Body = any;

export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: Body;
}

/** A signed-in person who speaks REST. */
export interface Ask {
  (method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
  readonly app: FastifyInstance;
}

/** The project `shop` with development, staging and production, over a fresh database. */
export async function openShop(open: Open): Promise<Ask> {
  const app = await openApp(await open());
  const person = await signInPerson(app);
  const ask = Object.assign(
    async (method: Parameters<Ask>[0], path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> => {
      const response = await app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { ...person, ...headers },
        ...(body === undefined ? {} : { payload: body }),
      });
      const etag = response.headers.etag as string | undefined;
      return { status: response.statusCode, etag, body: response.body === '' ? null : response.json() };
    },
    { app },
  );
  await ask('PUT', '/projects/shop', { name: 'Shop' }, CREATE);
  return ask;
}

export const CREATE = { 'if-none-match': '*' };
export const seen = (version: number): Record<string, string> => ({ 'if-match': `"${version}"` });
export const BOOLEAN = { type: 'boolean', variants: { on: true, off: false } };
export const definition = (key: string): string => `/projects/shop/flags/${key}`;
export const inProduction = (key: string): string => `/projects/shop/environments/production/flags/${key}`;
