/** Open clients by server and key; shared by all copies of this package that a process may have loaded. */
const ROLL = Symbol.for('sluice.clients');

interface Roll {
  readonly open: Map<string, number>;
  wasUsed: boolean;
}

export interface Enlisted {
  /** Whether no client was made in this process before. */
  readonly isFirst: boolean;
  /** Whether no other one with this key is open. */
  readonly isAlone: boolean;
  readonly leave: () => void;
}

export function enlist(owner: string): Enlisted {
  const holder = globalThis as typeof globalThis & { [ROLL]?: Roll };
  holder[ROLL] ??= { open: new Map(), wasUsed: false };
  const roll = holder[ROLL];
  const others = roll.open.get(owner) ?? 0;
  const isFirst = !roll.wasUsed;
  roll.wasUsed = true;
  roll.open.set(owner, others + 1);
  const leave = () => {
    const left = (roll.open.get(owner) ?? 1) - 1;
    if (left === 0) roll.open.delete(owner);
    else roll.open.set(owner, left);
  };
  return { isFirst, isAlone: others === 0, leave };
}
