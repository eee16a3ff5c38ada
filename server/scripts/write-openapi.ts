import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { prepare } from '../src/db/open.ts';
import { openMemory } from '../src/db/pglite.ts';

/** Writes what the server says of itself into the repository, where a check compares the two. */
const FILE = fileURLToPath(new URL('../openapi.json', import.meta.url));

const store = await prepare(await openMemory(), () => new Date());
const app = await buildApp({ config: readConfig({}).config, store });
await app.ready();
writeFileSync(FILE, `${JSON.stringify(app.swagger(), null, 2)}\n`);
await app.close();
await store.close();
