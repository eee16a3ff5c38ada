import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { Crowd } from '../../src/stream/crowd.ts';
import { LiveConnection } from '../../src/stream/live-connection.ts';
import { ManualTimers } from './manual-timers.ts';
import { TestSocket } from './test-socket.ts';

const timers = new ManualTimers();
const around = { crowd: new Crowd(timers), timers, log: { info: () => {}, warn: () => {} } };
const person = { signedIn: true, outage: false };
let sockets: WebSocketServer;

beforeEach(async () => {
  Object.assign(person, { signedIn: true, outage: false });
  sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  sockets.on('connection', (socket, request) => {
    const stillThere = async (): Promise<boolean> => {
      if (person.outage) throw new Error('the database is away');
      return person.signedIn;
    };
    new LiveConnection([socket, request.socket], around, { keyId: null, project: null, stillThere }, () => undefined);
  });
  await once(sockets, 'listening');
});
afterEach(() => {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
});

async function connect(): Promise<TestSocket> {
  const page = new TestSocket(`ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`, []);
  await once(page.ws, 'open');
  page.send({ type: 'subscribe', project: 'shop', environment: 'nowhere' });
  await page.next();
  return page;
}

test('who is signed out is disconnected with the next heartbeat', async () => {
  const page = await connect();
  timers.advance(10_000);
  person.signedIn = false;
  timers.advance(10_000);
  expect(await page.closed).toMatchObject({ code: 4401 });
});

test('while sessions cannot be read, nobody is disconnected', async () => {
  const page = await connect();
  person.outage = true;
  timers.advance(20_000);
  page.send({ type: 'subscribe', project: 'shop', environment: 'nowhere' });
  expect(await page.next()).toMatchObject({ type: 'problem' });
});

test('a message of a wrong shape closes the connection with a reason', async () => {
  const page = await connect();
  page.send({ type: 'subscribe', project: 7, environment: 'production' });
  expect(await page.closed).toMatchObject({ code: 1008, reason: expect.stringContaining('project') });
});
