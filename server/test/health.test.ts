import { expect, test } from 'vitest';
import { prepare } from '../src/db/open.ts';
import { openPostgres } from '../src/db/postgres.ts';
import { openApp, signInPerson } from './app.ts';
import { createPostgres } from './harness.ts';

test('without its database a server is alive and ready to serve, but not to write, and says so', async () => {
  const { url, drop } = await createPostgres();
  const store = await prepare(await openPostgres(url, { warn: () => {} }), () => new Date());
  const app = await openApp(store);
  const person = await signInPerson(app);
  const statuses = async () =>
    await Promise.all(
      ['/livez', '/readyz', '/readyz?for=write', '/api/v1/projects'].map(
        async (path) => (await app.inject({ url: path, headers: person })).statusCode,
      ),
    );
  expect(await statuses()).toEqual([200, 200, 200, 200]);

  await store.close();
  await drop();
  expect(await statuses()).toEqual([200, 200, 503, 503]);
  const refused = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { email: 'ada@example.com', password: 'x' } });
  expect(refused.json()).toMatchObject({ code: 'unavailable' });
  expect(refused.headers['retry-after']).toBeDefined();
  expect((await app.inject({ url: '/api/v1/sign-in-check', headers: person })).statusCode).toBe(200);
  await app.close();
});
