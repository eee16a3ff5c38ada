import { type Connection, type ConnectionListener, KEY_SUBPROTOCOL_PREFIX, SUBPROTOCOL, type Transport } from '@sluice/core';

/** The stream over the page's own WebSocket. The key travels as a subprotocol: not in the address, which gets logged. */
export function webTransport(url: string, clientKey: string): Transport {
  return {
    kind: 'stream',
    connect(listener) {
      try {
        const address = new URL(`${url.replace(/\/+$/, '')}/sdk/v1/stream`, globalThis.location?.href);
        address.protocol = address.protocol.replace('http', 'ws');
        return adapt(new WebSocket(address, [SUBPROTOCOL, KEY_SUBPROTOCOL_PREFIX + clientKey]), listener);
      } catch (error) {
        queueMicrotask(() => listener.closed(0, String(error)));
        return { send() {}, close() {} };
      }
    },
  };
}

function adapt(socket: WebSocket, listener: ConnectionListener): Connection {
  socket.onopen = () => listener.opened();
  socket.onmessage = ({ data }) => listener.received(data);
  socket.onclose = ({ code, reason }) => listener.closed(code, reason);
  return {
    send: (text) => socket.readyState === 1 && socket.send(text),
    close: () => socket.close(),
  };
}
