/** sdk-browser in a page of Chromium, loaded as a script from a web server of its own. */
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { type Follower, type Seen, Sightings } from './follower.ts';

const BUNDLE = fileURLToPath(new URL('../../sdk-browser/dist/index.js', import.meta.url));

const script = (url: string, key: string, flag: string) => `
  import { createBrowserClient } from '/sluice.js';
  const client = createBrowserClient({ url: ${JSON.stringify(url)}, clientKey: ${JSON.stringify(key)}, context: { targetingKey: 'ada' } });
  client.on('change', ({ keys, cause, revision }) => {
    const at = performance.timeOrigin + performance.now();
    tell({ at, keys, cause, revision, value: client.get(${JSON.stringify(flag)}, false) });
  });
  window.client = client;
  const ready = await client.ready();
  document.title = ready.status === 'ready' ? 'ready' : JSON.stringify(ready);
`;

export async function followInPage(browser: Browser, url: string, key: string, flag: string): Promise<Follower> {
  const sightings = new Sightings();
  const site = http.createServer((request, response) => {
    const module = request.url === '/sluice.js';
    response.writeHead(200, { 'content-type': module ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(
      module ? fs.readFileSync(BUNDLE) : `<!doctype html><title></title><script type="module">${script(url, key, flag)}</script>`,
    );
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.exposeFunction('tell', (seen: Seen) => sightings.add(seen));
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => document.title !== '');
  if ((await page.title()) !== 'ready') throw new Error(`The SDK in the page is not ready: ${await page.title()}`);
  return {
    name: 'sdk-browser in a page',
    seen: sightings.seen,
    sees: (revision) => sightings.sees(revision),
    close: async () => {
      await context.close();
      site.closeAllConnections();
      site.close();
    },
  };
}
