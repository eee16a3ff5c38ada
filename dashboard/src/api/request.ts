import { ApiProblem, unreachable } from './problem.ts';

export interface RequestOptions {
  readonly body?: unknown;
  /** The version that a write replaces; without it the server refuses writes that need one. */
  readonly ifMatch?: number;
  /** Refuse when it exists already. */
  readonly create?: boolean;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly signal?: AbortSignal;
}

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** Sends one request to `/api/v1`; throws an ApiProblem for every answer that is not a success. */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const answer = await send(method, path, options);
  const text = await answer.text();
  if (!answer.ok) throw new ApiProblem(answer.status, parsed(text) ?? { title: `The server answered ${answer.status}` });
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** A path with each part escaped, so that a key can hold any character. */
export function path(parts: TemplateStringsArray, ...keys: readonly string[]): string {
  return parts.reduce((whole, part, index) => whole + encodeURIComponent(keys[index - 1] ?? '') + part);
}

async function send(method: Method, at: string, options: RequestOptions): Promise<Response> {
  const { body, ifMatch, create, query, signal } = options;
  try {
    return await fetch(`/api/v1${at}${queryText(query)}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
        ...(create === true ? { 'if-none-match': '*' } : {}),
      },
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}

function queryText(query: RequestOptions['query']): string {
  const set = Object.entries(query ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
