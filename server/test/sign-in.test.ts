import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dropSignInLink } from '../src/people/make-sign-in-link.ts';
import { browserHeaders, type HeldClock, holdClock, linkToken, openApp, PASSWORD, signInPerson } from './app.ts';
import { describeOnBoth } from './harness.ts';

const HOUR = 3600;
const data = mkdtempSync(join(tmpdir(), 'sluice-sign-in-'));
afterAll(() => rmSync(data, { recursive: true }));

describeOnBoth('signing in', (open) => {
  let app: FastifyInstance;
  let clock: HeldClock;
  let store: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    store = await open();
  });
  beforeEach(async () => {
    clock = holdClock();
    app = await openApp(store, { config: { data }, clock });
    return () => app.close();
  });

  const byLink = (token: string, email = 'ada@example.com', headers = {}) =>
    app.inject({ method: 'POST', url: '/api/v1/session/link', headers, payload: { token, email, name: 'Ada', password: PASSWORD } });
  const byPassword = (password: string, email = 'ada@example.com', headers = {}) =>
    app.inject({ method: 'POST', url: '/api/v1/session', headers, payload: { email, password } });
  const session = (headers: Record<string, string>) => app.inject({ url: '/api/v1/session', headers });

  test('a link signs one person in and sets the password, which signs in from then on whatever the case of the address', async () => {
    const response = await byLink(await linkToken(app), 'Ada@Example.com');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ person: { email: 'ada@example.com', name: 'Ada' }, expiresAt: '2026-01-02T15:04:05.000Z' });
    expect((await byPassword(PASSWORD, 'ADA@example.com')).statusCode).toBe(200);
  });

  test('a link that was used signs nobody in again, not even twice at the same moment', async () => {
    const token = await linkToken(app);
    const answers = await Promise.all([byLink(token), byLink(token, 'eve@example.com')]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 403]);
    const again = await byLink(token);
    expect(again.json()).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('used already') });
  });

  test('a link works for an hour and no longer, and an invented one never', async () => {
    const check = async (token: string) =>
      (await app.inject({ method: 'POST', url: '/api/v1/session/link/check', payload: { token } })).json();
    const token = await linkToken(app);
    clock.move(HOUR - 1);
    expect(await check(token)).toMatchObject({ valid: true });
    clock.move(1);
    expect(await check(token)).toEqual({ valid: false, email: null });
    expect((await byLink(token)).statusCode).toBe(403);
    expect((await byLink('../../etc/passwd')).statusCode).toBe(403);
  });

  test('a link dropped as a file by somebody who cannot open the database works once', async () => {
    const token = dropSignInLink(data, 'http://localhost', clock()).split('#')[1] ?? '';
    expect((await byLink(token)).statusCode).toBe(200);
    expect((await byLink(token)).statusCode).toBe(403);
  });

  test('a dropped file that came back after its use opens nothing', async () => {
    const token = dropSignInLink(data, 'http://localhost', clock()).split('#')[1] ?? '';
    const { createDroppedLinks } = await import('../src/people/dropped-links.ts');
    const { digestOf } = await import('../src/secrets.ts');
    await byLink(token);
    createDroppedLinks(data).drop(digestOf(token), clock());
    expect((await byLink(token)).statusCode).toBe(403);
  });

  test('a link ends the sessions that its person had', async () => {
    const before = await signInPerson(app);
    await signInPerson(app);
    expect((await session(before)).statusCode).toBe(401);
  });

  test('an unknown address and a wrong password get the same answer', async () => {
    await signInPerson(app);
    const [wrong, unknown] = [await byPassword('not the password'), await byPassword(PASSWORD, 'nobody@example.com')];
    expect(wrong.statusCode).toBe(401);
    expect(unknown.json().detail).toBe(wrong.json().detail);
  });

  test('ten wrong passwords make an account wait, the right one included, and a link opens it at once', async () => {
    await signInPerson(app, 'throttled@example.com');
    for (let attempt = 0; attempt < 10; attempt++) await byPassword('not the password', 'throttled@example.com');
    const waiting = await byPassword(PASSWORD, 'throttled@example.com');
    expect(waiting.statusCode).toBe(429);
    expect(Number(waiting.headers['retry-after'])).toBe(900);
    expect((await byPassword(PASSWORD)).statusCode).toBe(200);
    await signInPerson(app, 'throttled@example.com');
    expect((await byPassword(PASSWORD, 'throttled@example.com')).statusCode).toBe(200);
  });

  test('one address may try only so often, whatever the accounts', async () => {
    const answers = [];
    for (let attempt = 0; attempt < 31; attempt++) answers.push(await byLink('guess'));
    expect(answers.map(({ statusCode }) => statusCode).slice(-2)).toEqual([403, 429]);
    expect(answers.at(-1)?.json()).toMatchObject({ code: 'too-many-requests' });
  });

  test('a session ends after twelve idle hours, and lives on while it is used', async () => {
    const headers = await signInPerson(app);
    clock.move(11 * HOUR);
    expect((await session(headers)).statusCode).toBe(200);
    clock.move(11 * HOUR);
    expect((await session(headers)).statusCode).toBe(200);
    clock.move(12 * HOUR);
    expect((await session(headers)).statusCode).toBe(401);
  });

  test('a session ends seven days after it began, however much it is used', async () => {
    const headers = await signInPerson(app);
    for (let hours = 0; hours < 7 * 24 - 8; hours += 8) {
      clock.move(8 * HOUR);
      expect((await session(headers)).statusCode).toBe(200);
    }
    expect((await session(headers)).json().expiresAt).toBe('2026-01-09T03:04:05.000Z');
    clock.move(8 * HOUR);
    expect((await session(headers)).statusCode).toBe(401);
  });

  test('signing out ends the session on the server and takes the cookie away', async () => {
    const headers = await signInPerson(app);
    const out = await app.inject({ method: 'DELETE', url: '/api/v1/session', headers });
    expect(out.statusCode).toBe(204);
    expect(out.cookies).toContainEqual(expect.objectContaining({ name: 'sluice', value: '', maxAge: 0 }));
    expect((await session(headers)).statusCode).toBe(401);
  });

  test('signing in again gives another session and ends the one before', async () => {
    const before = await signInPerson(app);
    const response = await byPassword(PASSWORD, undefined, before);
    const after = browserHeaders(response.cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
    expect(after.cookie).not.toBe(before.cookie);
    expect((await session(before)).statusCode).toBe(401);
    expect((await session(after)).statusCode).toBe(200);
  });

  test('the cookie is out of reach of scripts and other sites; with TLS it is bound to the host', async () => {
    const plain = await byLink(await linkToken(app));
    expect(plain.cookies).toEqual([expect.objectContaining({ name: 'sluice', httpOnly: true, sameSite: 'Lax', path: '/' })]);
    const secure = await byLink(await linkToken(app), undefined, { host: 'flags.example.com', origin: 'https://flags.example.com' });
    expect(secure.cookies).toEqual([
      expect.objectContaining({ name: '__Host-sluice', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' }),
    ]);
    expect(secure.cookies[0]).not.toHaveProperty('domain');
  });

  test('off loopback the unbound cookie counts for nothing', async () => {
    const headers = await signInPerson(app);
    expect((await session({ ...headers, host: 'flags.example.com' })).statusCode).toBe(401);
  });

  test('over plain http off loopback nobody is signed in, and the answer says how to mend it', async () => {
    const token = await linkToken(app);
    const response = await byLink(token, undefined, { host: '10.0.0.5:4400' });
    expect(response.json()).toMatchObject({ code: 'forbidden', detail: expect.stringMatching(/plain http.*SLUICE_PUBLIC_URL/) });
    expect((await byLink(token)).statusCode).toBe(200);
  });

  test('the sign-in check believes what the browser says of its page', async () => {
    const check = async (headers: Record<string, string>) => (await app.inject({ url: '/api/v1/sign-in-check', headers })).json();
    expect(await check({ host: 'localhost:4400' })).toEqual({ ok: true });
    expect(await check({ host: 'localhost:4400', referer: 'https://flags.example.com/sign-in' })).toMatchObject({ ok: false });
    expect(await check({ host: 'flags.example.com', referer: 'https://flags.example.com/sign-in' })).toEqual({ ok: true });
  });

  test('a write that a page of another site sends is refused, and so is one that will not say', async () => {
    const { cookie = '' } = await signInPerson(app);
    const out = (headers: Record<string, string>) =>
      app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie, host: 'localhost:4400', ...headers } });
    for (const site of ['cross-site', 'same-site'])
      expect((await out({ 'sec-fetch-site': site, origin: 'http://localhost:4400' })).statusCode).toBe(403);
    expect((await out({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await out({ origin: 'null' })).statusCode).toBe(403);
    expect((await out({})).statusCode).toBe(403);
    expect((await session({ cookie })).statusCode).toBe(200);
    expect((await out({ origin: 'http://localhost:4400' })).statusCode).toBe(204);
  });

  test('a form of another site cannot sign a browser in', async () => {
    const response = await byLink(await linkToken(app), undefined, { 'sec-fetch-site': 'cross-site' });
    expect(response.statusCode).toBe(403);
  });

  test('a person who is disabled is out at once', async () => {
    const headers = await signInPerson(app, 'leaver@example.com');
    const { people } = await import('../src/db/tables.ts');
    const { eq } = await import('drizzle-orm');
    await store.db.update(people).set({ disabledAt: clock() }).where(eq(people.email, 'leaver@example.com'));
    expect((await session(headers)).statusCode).toBe(401);
    expect((await byPassword(PASSWORD, 'leaver@example.com')).statusCode).toBe(401);
    expect((await byLink(await linkToken(app), 'leaver@example.com')).statusCode).toBe(403);
  });

  test('who signed in, and by what, stands in the log of events, and no secret does', async () => {
    const token = await linkToken(app);
    const { person } = (await byLink(token, 'logged@example.com')).json();
    await byPassword(PASSWORD, 'logged@example.com');
    const { events } = await import('../src/db/tables.ts');
    const written = (await store.db.select().from(events)).filter(({ subject }) => subject === person.id);
    expect(written.map(({ kind, body }) => [kind, body])).toEqual([
      ['person.signed-in', { by: 'link' }],
      ['person.signed-in', { by: 'password' }],
    ]);
    expect(JSON.stringify(written)).not.toMatch(new RegExp(`${token}|${PASSWORD}|logged@example`));
  });

  test("a socket that a page of another site opens is not its owner's", async () => {
    const headers = { ...(await signInPerson(app)), connection: 'upgrade', upgrade: 'websocket' };
    expect((await session(headers)).statusCode).toBe(200);
    expect((await session({ ...headers, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(401);
    expect((await session({ ...headers, 'sec-fetch-site': 'same-site', authorization: 'Basic YTpi' })).statusCode).toBe(401);
  });
});
