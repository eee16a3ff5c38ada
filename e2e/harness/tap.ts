/**
 * A relay between SDKs and the server that writes down every frame. SDKs keep one address while
 * the server behind it is killed and comes back elsewhere.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClientMessage, ServerMessage } from '@sluice/core';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

export interface Tap {
  /** Address for SDKs. */
  readonly url: string;
  /** Frames from the server to SDKs since the last `forget`, in order. */
  readonly toSdk: readonly ServerMessage[];
  readonly toServer: readonly ClientMessage[];
  /** Sends the connections to come to another server. */
  pointAt(url: string): void;
  forget(): void;
  close(): Promise<void>;
}

/** Relays to the server at `target` until closed. */
export async function openTap(target: string): Promise<Tap> {
  let upstream = target;
  const toSdk: ServerMessage[] = [];
  const toServer: ClientMessage[] = [];
  const server = http.createServer((request, response) => relayRequest(upstream, request, response));
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => offered.values().next().value ?? false });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (down) => {
      const up = new WebSocket(new URL(request.url ?? '/', upstream.replace(/^http/, 'ws')), protocolsOf(request), {
        headers: forwarded(request),
      });
      join(down, up, toServer, toSdk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    toSdk,
    toServer,
    pointAt: (url) => {
      upstream = url;
    },
    forget: () => {
      toSdk.length = 0;
      toServer.length = 0;
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join(down: WebSocket, up: WebSocket, toServer: ClientMessage[], toSdk: ServerMessage[]): void {
  const early: RawData[] = [];
  down.on('message', (data) => {
    toServer.push(JSON.parse(String(data)));
    if (up.readyState === WebSocket.OPEN) up.send(String(data));
    else early.push(data);
  });
  up.on('open', () => {
    for (const data of early.splice(0)) up.send(String(data));
  });
  up.on('message', (data) => {
    toSdk.push(JSON.parse(String(data)));
    down.send(String(data));
  });
  up.on('error', () => down.terminate());
  up.on('close', (code, reason) => (code === 1006 || code === 1005 ? down.terminate() : down.close(code, reason)));
  down.on('error', () => up.terminate());
  down.on('close', () => up.terminate());
}

const protocolsOf = (request: http.IncomingMessage) =>
  request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];

function forwarded(request: http.IncomingMessage): Record<string, string> {
  const { authorization, origin } = request.headers;
  return { ...(authorization === undefined ? {} : { authorization }), ...(origin === undefined ? {} : { origin }) };
}

function relayRequest(upstream: string, request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? '/', upstream);
  const onward = http.request(url, { method: request.method ?? 'GET', headers: { ...request.headers, host: url.host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.writeHead(502).end());
  request.pipe(onward);
}
