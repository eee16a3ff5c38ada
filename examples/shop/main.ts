/** A small shop that asks Sluice twice: in its service (Node) and in its page (browser). Start it with `npm run shop`. */
import type { AddressInfo } from 'node:net';
import { createClient } from '@sluice/node';
import { readOptions } from './options.ts';
import { createShop } from './shop.ts';

const options = readOptions(process.argv.slice(2), process.env);
if (typeof options === 'string') {
  console.error(options);
  process.exit(2);
}

const flags = createClient({ url: options.url, key: options.serverKey, app: { name: 'shop' }, cache: { file: '.sluice/shop-flags.json' } });
const { status } = await flags.ready({ timeoutMs: 3000 });
if (status !== 'ready') console.log(`Sluice at ${options.url} has not answered yet: the shop serves its defaults and goes on trying.`);

const shop = createShop(flags, { url: options.url, clientKey: options.clientKey });
shop.listen(options.port, '127.0.0.1', () => {
  console.log(`The shop is open at http://127.0.0.1:${(shop.address() as AddressInfo).port}`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    shop.close();
    shop.closeAllConnections();
    await flags.close();
  });
}
