import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../src/db/database.ts';
import type { Ring } from '../src/db/doorbell.ts';
import type { ListenerTimes } from '../src/db/listener.ts';
import { prepare } from '../src/db/open.ts';
import { openPostgres } from '../src/db/postgres.ts';
import { type EventDraft, INSTALLATION_CHAIN, recordEvent } from '../src/log/events.ts';
import { createPostgres } from './harness.ts';
import { openWire, type Wire } from './wire.ts';

const HOUR = 3_600_000;
const CALM: ListenerTimes = { heartbeatMs: HOUR, echoMs: 2_000, pollMs: HOUR, reconnectMs: 20 };

describe('listening to Postgres', () => {
  let postgres: Awaited<ReturnType<typeof createPostgres>>;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    postgres = await createPostgres();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(() => postgres.drop());

  const node = async (url = postgres.url, times = CALM): Promise<OpenDatabase> => {
    const store = await prepare(await openPostgres(url, { warn: () => {} }, times), () => new Date());
    closing.push(() => store.close());
    return store;
  };
  const wire = async (options?: { notifications: boolean }): Promise<Wire> => {
    const opened = await openWire(postgres.url, options);
    closing.push(opened.close);
    return opened;
  };
  const event: EventDraft = {
    chain: INSTALLATION_CHAIN,
    at: new Date(),
    actor: { kind: 'system', id: 'test', name: 'Test' },
    source: 'api',
    kind: 'test.happened',
    subject: 'x',
  };
  const nextRing = (store: OpenDatabase) => new Promise<Ring>((resolve) => store.doorbell.onRing(resolve));
  const nextDoubt = (store: OpenDatabase) => new Promise<void>((resolve) => store.doorbell.onDoubt(resolve));

  it('hears what another node committed', async () => {
    const [writer, reader] = [await node(), await node()];
    const heard = nextRing(reader);
    await recordEvent(writer, event);
    expect(await heard).toMatchObject({ about: 'events', id: INSTALLATION_CHAIN });
  });

  it('hears nothing of what was rolled back', async () => {
    const [writer, reader] = [await node(), await node()];
    const heard: Ring[] = [];
    reader.doorbell.onRing((ring) => heard.push(ring));
    const undone = writer.transaction(async (tx) => {
      await tx.execute(sql`select pg_notify('sluice', 'events:undone:1')`);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    const last = nextRing(reader);
    await recordEvent(writer, event);
    await last;
    expect(heard.map(({ id }) => id)).toEqual([INSTALLATION_CHAIN]);
  });

  it('reconnects when its connection is ended, says that rings may be lost, and hears again', async () => {
    const [writer, reader] = [await node(), await node()];
    const doubt = nextDoubt(reader);
    await writer.db.execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sluice listener' and datname = current_database()`,
    );
    await doubt;
    const heard = nextRing(reader);
    await recordEvent(writer, event);
    await heard;
  });

  it('finds by its own missing echo that its connection went silent, and reconnects', async () => {
    const between = await wire();
    const reader = await node(between.url, { ...CALM, heartbeatMs: 50, echoMs: 200 });
    const doubt = nextDoubt(reader);
    between.silence('listener');
    await doubt;
    const heard = nextRing(reader);
    await recordEvent(await node(), event);
    await heard;
  });

  it('lets readers look for themselves from time to time', async () => {
    const reader = await node(postgres.url, { ...CALM, pollMs: 20 });
    await nextDoubt(reader);
    await nextDoubt(reader);
  });

  it('refuses a pooler that shares connections between transactions, with words', async () => {
    const pooled = await wire({ notifications: false });
    await expect(openPostgres(pooled.url, { warn: () => {} }, { ...CALM, echoMs: 300 })).rejects.toThrow(/pooler in transaction mode/);
  });

  it('says which database it cannot reach, without the password', async () => {
    const broken = await wire();
    const url = new URL(broken.url);
    url.password = 'hunter2';
    await broken.cut();
    const error: Error = await openPostgres(url.href, { warn: () => {} }).then(
      () => new Error('it opened'),
      (reason: Error) => reason,
    );
    expect(error.message).toMatch(/The database at 127\.0\.0\.1:\d+\/test_\w+ cannot be used: .*ECONNREFUSED/);
    expect(error.message).not.toContain('hunter2');
  });
});
