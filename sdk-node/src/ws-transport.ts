import { connect, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { CLOSE, type Connection, type ConnectionListener, SUBPROTOCOL, type Transport } from '@sluice/core';
import { WebSocket } from 'ws';

const CLOSE_MS = 500;
const STATUS_AS_CODE: Readonly<Record<number, number>> = { 401: CLOSE.unknownKey, 403: CLOSE.wrongKey };
const LOST = 1006;

/** The stream over a WebSocket. Its socket never keeps the process from ending. */
export function wsTransport(url: string, key: string): Transport {
  const address = new URL(`${url.replace(/\/+$/, '')}/sdk/v1/stream`);
  address.protocol = /^(https|wss):$/.test(address.protocol) ? 'wss:' : 'ws:';
  return { kind: 'stream', connect: (listener) => open(address, key, listener) };
}

function open(address: URL, key: string, listener: ConnectionListener): Connection {
  const options = {
    headers: { authorization: `Bearer ${key}` },
    perMessageDeflate: false,
    closeTimeout: CLOSE_MS,
    createConnection: (address.protocol === 'wss:' ? openTls : openPlain) as typeof connect,
  };
  const socket = new WebSocket(address, SUBPROTOCOL, options);
  let ended = false;
  let trouble = '';
  const end = (code: number, reason: string) => {
    if (!ended) listener.closed(code, reason);
    ended = true;
  };
  socket.on('open', () => listener.opened());
  socket.on('message', (data) => listener.received(String(data)));
  socket.on('error', (error) => {
    trouble ||= error.message || String('code' in error ? error.code : error);
  });
  socket.on('unexpected-response', (request, { statusCode = 0 }) => {
    request.destroy();
    end(STATUS_AS_CODE[statusCode] ?? LOST, `HTTP ${statusCode}`);
  });
  socket.on('close', (code, reason) => end(code, String(reason) || trouble));
  return {
    send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    close: () => socket.close(),
  };
}

// As `ws` itself would connect, but for `unref`.
const openPlain = (options: TcpNetConnectOpts): Socket => connect({ ...options, path: undefined } as TcpNetConnectOpts).unref();

const openTls = (options: TcpNetConnectOpts & ConnectionOptions): Socket => {
  const servername = isIP(options.host ?? '') === 0 ? options.host : '';
  return connectTls({ ...options, path: undefined, servername } as ConnectionOptions).unref();
};
