import { parseArgs } from 'node:util';

export interface ShopOptions {
  /** Where Sluice is. */
  readonly url: string;
  /** Secret: the service evaluates with it. */
  readonly serverKey: string;
  /** Public: the page evaluates with it. */
  readonly clientKey: string;
  readonly port: number;
}

const EXPLANATION = `The shop needs two keys of one environment. In the dashboard:

  1. open your project, then Keys
  2. make a server key (for this service) and a client key (for its page), both for the same environment
  3. start the shop with them:

     npm run shop -- --server-key slu_sdk_... --client-key slu_pub_...

Then create two flags there and open the shop's page beside the dashboard:

  checkout.express   boolean, available to browsers
  shop.banner        string, available to browsers; each variant is a sentence to show

SLUICE_URL, SLUICE_SDK_KEY and SLUICE_CLIENT_KEY say the same as --url, --server-key and --client-key.`;

/** Reads flags and environment; returns the explanation when a key is missing. */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): ShopOptions | string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string', default: environment.SLUICE_URL ?? 'http://127.0.0.1:4400' },
      'server-key': { type: 'string', default: environment.SLUICE_SDK_KEY ?? '' },
      'client-key': { type: 'string', default: environment.SLUICE_CLIENT_KEY ?? '' },
      port: { type: 'string', default: '4500' },
    },
  });
  const { url, port, 'server-key': serverKey, 'client-key': clientKey } = values;
  if (serverKey === '' || clientKey === '') return EXPLANATION;
  return { url, serverKey, clientKey, port: Number(port) };
}
