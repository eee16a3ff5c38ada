import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a program prints, line by line: kept for messages, and awaited by content. */
export interface Lines {
  /** Resolves to what `read` makes of the first line, printed or to come, for which it is not undefined. Rejects when the program ends first. */
  first<T>(read: (line: string) => T | undefined): Promise<T>;
  /** Calls back with every line, printed or to come. */
  each(listener: (line: string) => void): void;
  readonly all: readonly string[];
}

/** Follows both outputs of a program that was started with pipes. */
export function linesOf(child: ChildProcess): Lines {
  const all: string[] = [];
  const waiting = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      all.push(line);
      for (const look of [...waiting]) look(line);
    });
  }
  return {
    all,
    each: (listener) => {
      for (const line of all) listener(line);
      waiting.add(listener);
    },
    first: (read) =>
      new Promise((resolve, reject) => {
        const look = (line: string) => {
          const found = read(line);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        child.once('exit', (code, signal) => reject(new Error(`The program ended (${code ?? signal}):\n${all.slice(-30).join('\n')}`)));
        for (const line of [...all]) if (waiting.has(look)) look(line);
      }),
  };
}
