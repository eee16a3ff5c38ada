import { AsyncLocalStorage } from 'node:async_hooks';

/** Knows whether the code that asks runs inside a transaction of this database. */
export interface TransactionGuard {
  inside<T>(work: () => Promise<T>): Promise<T>;
  /** @throws NestedUseError when called from inside a transaction. */
  refuseInside(what: string): void;
}

/** A mistake in the program: the outer database, or another transaction, was used where only `tx` may be. */
export class NestedUseError extends Error {
  constructor(what: string) {
    super(
      `${what} was used inside a transaction, where it could wait for the very transaction that waits for it. Use the \`tx\` that the transaction hands out.`,
    );
    this.name = 'NestedUseError';
  }
}

/** A guard for one database: what a transaction has called, however indirectly, is inside it until it ends. */
export function createTransactionGuard(): TransactionGuard {
  const storage = new AsyncLocalStorage<{ open: boolean }>();
  return {
    inside: async (work) => {
      const scope = { open: true };
      try {
        return await storage.run(scope, work);
      } catch (error) {
        throw error instanceof Error && error.cause instanceof NestedUseError ? error.cause : error;
      } finally {
        scope.open = false;
      }
    },
    refuseInside: (what) => {
      if (storage.getStore()?.open === true) throw new NestedUseError(what);
    },
  };
}
