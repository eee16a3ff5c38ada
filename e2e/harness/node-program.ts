/** A program of a customer: prints `ready`, then each change of the flag that its argument names. */
import { createClient } from '@sluice/node';
import { sharedClock } from './operator.ts';

const flag = process.argv[2] ?? '';
const client = createClient({ cache: false });
client.on('change', ({ keys, cause, revision }) => {
  const at = sharedClock();
  console.log(JSON.stringify({ at, keys, cause, revision, value: client.get(flag, false) }));
});
await client.ready();
console.log('ready');
// The SDK lets a program end; this one stays until it is told.
const stay = setInterval(() => {}, 60_000);
process.once('SIGTERM', async () => {
  clearInterval(stay);
  await client.close();
});
