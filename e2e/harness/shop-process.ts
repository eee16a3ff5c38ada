/** The example shop, started as a newcomer does, on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { linesOf } from './lines.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface ShopProcess {
  readonly url: string;
  /** What the service serves to a visitor now. */
  decisions(): Promise<{ readonly checkout: { readonly serves: string; readonly reason: string } }>;
  close(): Promise<void>;
}

/** `folder` is where the shop keeps its last known flags. */
export async function openShop(
  url: string,
  keys: { readonly server: string; readonly client: string },
  folder: string,
): Promise<ShopProcess> {
  const options = ['--url', url, '--server-key', keys.server, '--client-key', keys.client, '--port', '0'];
  const child = spawn(process.execPath, [at('node_modules/tsx/dist/cli.mjs'), at('examples/shop/main.ts'), ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH },
  });
  const open = await linesOf(child).first((line) => /open at (\S+)/.exec(line)?.[1]);
  return {
    url: open,
    decisions: async () => await (await fetch(`${open}/decisions?visitor=ada`)).json(),
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
