/** What an operator or a script does over REST, with an automation token. */
import { ENVIRONMENT, PROJECT } from './set-up.ts';

export interface Operator {
  /** Changes a flag's configuration. */
  patch(flag: string, change: object): Promise<Asked>;
  kill(flag: string): Promise<Asked>;
}

export interface Asked {
  /** The environment's, which the change made. */
  readonly revision: number;
  readonly sentAt: Instant;
  /** When the answer was there. */
  readonly answeredAt: Instant;
}

/** Milliseconds by the clock that all programs of one machine share, pages included. */
export type Instant = number;

export const sharedClock = (): Instant => performance.timeOrigin + performance.now();

/** Speaks to the server at `url()`, which may move between calls. */
export function operatorAt(url: () => string, token: string): Operator {
  const flagUrl = (flag: string) => `${url()}/api/v1/projects/${PROJECT}/environments/${ENVIRONMENT}/flags/${flag}`;
  const authorization = { authorization: `Bearer ${token}` };
  return {
    patch: async (flag, change) => {
      const current = await expectOk(await fetch(flagUrl(flag), { headers: authorization }));
      const headers = { ...authorization, 'content-type': 'application/merge-patch+json', 'if-match': current.headers.get('etag') ?? '' };
      return await ask(flagUrl(flag), { method: 'PATCH', headers, body: JSON.stringify(change) });
    },
    kill: async (flag) => {
      const headers = { ...authorization, 'content-type': 'application/json' };
      return await ask(`${flagUrl(flag)}/kill`, { method: 'PUT', headers, body: JSON.stringify({ reason: 'test' }) });
    },
  };
}

async function ask(url: string, init: RequestInit): Promise<Asked> {
  const sentAt = sharedClock();
  const response = await fetch(url, init);
  const answeredAt = sharedClock();
  const { revision } = (await (await expectOk(response)).json()) as { revision: number };
  return { revision, sentAt, answeredAt };
}

async function expectOk(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.status} from ${response.url}: ${await response.text()}`);
  return response;
}
