import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Whether it is the connection that listens; known from its first message. */
  listens: boolean;
}

/** A wire between a server and its Postgres that can be broken in the ways wires break. */
export interface Wire {
  /** The address of the database as seen through the wire. */
  readonly url: string;
  /** Nothing passes any more and nothing is closed: a cable that was pulled. */
  silence(which?: 'all' | 'listener'): void;
  /** Connections are closed and new ones refused: a database that is down. */
  cut(): Promise<void>;
}

/** Notifications do not pass a wire with `notifications: false`, as behind a pooler in transaction mode. */
export async function openWire(url: string, { notifications = true } = {}): Promise<Wire & { close(): Promise<void> }> {
  const target = new URL(url);
  const pairs = new Set<Pair>();
  let silent = false;
  const gateway = createServer((client) => {
    const pair: Pair = { client, server: connect(Number(target.port), target.hostname), listens: false };
    pairs.add(pair);
    forward(pair, notifications);
    if (silent) hush(pair);
  });
  await once(gateway.listen(0, '127.0.0.1'), 'listening');
  const cut = async (): Promise<void> => {
    gateway.close();
    for (const { client, server } of pairs) for (const socket of [client, server]) socket.destroy();
  };
  const through = new URL(url);
  through.host = `127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  return {
    url: through.href,
    silence: (which = 'all') => {
      silent = which === 'all';
      for (const pair of pairs) if (which === 'all' || pair.listens) hush(pair);
    },
    cut,
    close: cut,
  };
}

function forward(pair: Pair, notifications: boolean): void {
  const { client, server } = pair;
  client.once('data', (first) => {
    pair.listens = first.includes('sluice listener');
  });
  client.on('data', (chunk) => server.write(chunk));
  const pass = notifications ? (chunk: Buffer) => chunk : withoutNotifications();
  server.on('data', (chunk) => client.write(pass(chunk)));
  for (const [socket, other] of [[client, server] as const, [server, client] as const]) {
    socket.on('error', () => {});
    socket.on('close', () => other.destroy());
  }
}

function hush({ client, server }: Pair): void {
  for (const socket of [client, server]) socket.removeAllListeners('data').pause();
}

/** Leaves out NotificationResponse (`A`); every message of the server is a letter and a length that counts itself. */
function withoutNotifications(): (chunk: Buffer) => Buffer {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const kept: Buffer[] = [];
    while (rest.length >= 5 && rest.length > rest.readUInt32BE(1)) {
      const message = rest.subarray(0, rest.readUInt32BE(1) + 1);
      rest = rest.subarray(message.length);
      if (message[0] !== 'A'.charCodeAt(0)) kept.push(message);
    }
    return Buffer.concat(kept);
  };
}
