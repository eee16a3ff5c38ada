/** A server of a few lines that speaks the stream protocol, or fails in a chosen way. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ClientMessage, DeltaMessage, Flag, JsonValue, Position, RulesetMessage, ServerMessage } from '@sluice/core';
import { type WebSocket, WebSocketServer } from 'ws';

export type Behaviour = 'serve' | 'hang' | 'mute' | 401 | 503;

export const flag = (key: string, value: JsonValue, more: Partial<Flag> = {}): Flag => ({
  key,
  version: 1,
  type: 'json',
  variants: { off: false, on: value },
  enabled: true,
  offVariant: 'off',
  fallthrough: { variant: 'on' },
  ...more,
});

export const position = (revision: number): Position => ({ revision, head: `head-${revision}` });

export const ruleset = (revision: number, flags: readonly Flag[]): RulesetMessage => ({
  type: 'ruleset',
  epoch: 'one',
  position: position(revision),
  environment: { project: 'shop', key: 'live' },
  flags,
  segments: [],
});

export const delta = (from: number, flags: readonly Flag[], cause: DeltaMessage['cause'] = 'edit'): DeltaMessage => ({
  type: 'delta',
  epoch: 'one',
  from: position(from),
  position: position(from + 1),
  cause,
  flags,
  segments: [],
  removed: { flags: [], segments: [] },
});

/** Serves a ruleset to everybody who says hello, on a free port of this machine. */
export async function startStub(behaviour: Behaviour = 'serve', first: RulesetMessage = ruleset(1, [flag('a', 1)])) {
  const heard: ClientMessage[] = [];
  const keys: (string | undefined)[] = [];
  const checks = new Set<() => void>();
  const raw = new Set<Socket>();
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer();
  server.on('connection', (socket) => raw.add(socket));
  server.on('upgrade', (request, socket, head) => {
    keys.push(request.headers.authorization);
    if (behaviour === 'hang') return;
    if (typeof behaviour === 'number') {
      socket.end(`HTTP/1.1 ${behaviour} No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (one) => greet(one));
  });
  const greet = (socket: WebSocket) =>
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as ClientMessage;
      heard.push(message);
      for (const check of checks) check();
      if (message.type === 'hello' && behaviour === 'serve') socket.send(JSON.stringify(first));
    });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    keys,
    /** Resolves once so many messages have come. */
    untilHeard: (count: number) =>
      new Promise<void>((resolve) => {
        const check = () => heard.length >= count && resolve();
        checks.add(check);
        check();
      }),
    say: (message: ServerMessage) => {
      for (const socket of sockets.clients) socket.send(JSON.stringify(message));
    },
    stop: async () => {
      for (const socket of raw) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
