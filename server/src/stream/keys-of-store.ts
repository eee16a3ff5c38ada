import { and, inArray, isNotNull } from 'drizzle-orm';
import type { OpenDatabase } from '../db/database.ts';
import { apiKeys } from '../db/tables.ts';
import { findKey } from '../keys/keys.queries.ts';
import type { KeyWatch } from './hub.ts';

/** Keys as the database has them; any event may be a revocation, so each rings. */
export function keysOf({ db, doorbell }: OpenDatabase): KeyWatch {
  return {
    find: (secret) => findKey(db, secret),
    revokedAmong: async (ids) => {
      const rows = await db
        .select({ id: apiKeys.id })
        .from(apiKeys)
        .where(and(inArray(apiKeys.id, [...ids]), isNotNull(apiKeys.revokedAt)));
      return rows.map(({ id }) => id);
    },
    onDoubt: (listener) => {
      const stops = [doorbell.onRing(({ about }) => about === 'events' && listener()), doorbell.onDoubt(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
