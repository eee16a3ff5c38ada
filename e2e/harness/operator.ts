/** What an operator or a script does over REST, with an automation token. */
import { ENVIRONMENT, PROJECT } from './set-up.ts';

export interface Operator {
  /** Changes a flag's configuration; resolves with the instant at which the answer was read. */
  patch(flag: string, change: object): Promise<Instant>;
  kill(flag: string): Promise<Instant>;
}

/** A reading of the clock that all processes of one machine share, in milliseconds. */
export type Instant = number;

export const sharedClock = (): Instant => Number(process.hrtime.bigint()) / 1e6;

/** Speaks to the server at `url()`, which may move between calls. */
export function operatorAt(url: () => string, token: string): Operator {
  const flagUrl = (flag: string) => `${url()}/api/v1/projects/${PROJECT}/environments/${ENVIRONMENT}/flags/${flag}`;
  const authorization = { authorization: `Bearer ${token}` };
  return {
    patch: async (flag, change) => {
      const current = await expectOk(await fetch(flagUrl(flag), { headers: authorization }));
      const headers = { ...authorization, 'content-type': 'application/merge-patch+json', 'if-match': current.headers.get('etag') ?? '' };
      await expectOk(await fetch(flagUrl(flag), { method: 'PATCH', headers, body: JSON.stringify(change) }));
      return sharedClock();
    },
    kill: async (flag) => {
      const headers = { ...authorization, 'content-type': 'application/json' };
      await expectOk(await fetch(`${flagUrl(flag)}/kill`, { method: 'PUT', headers, body: JSON.stringify({ reason: 'test' }) }));
      return sharedClock();
    },
  };
}

async function expectOk(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.status} from ${response.url}: ${await response.text()}`);
  return response;
}
