import os from 'node:os';

interface Bench {
  measure(): Promise<unknown>;
  describe(figures: never): readonly string[];
}

/** Each is loaded when it is asked for, since some build or start things first. */
const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  start: async () => ({ measure: (await import('./start.ts')).measureStart, describe: (await import('./start.ts')).describeStart }),
  flip: async () => ({ measure: (await import('./flip.ts')).measureFlip, describe: (await import('./flip.ts')).describeFlip }),
  sizes: async () => ({ measure: (await import('./sizes.ts')).measureSizes, describe: (await import('./sizes.ts')).describeSizes }),
};

const [name = '', ...options] = process.argv.slice(2).filter((argument) => argument !== '--');
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (load === undefined) {
  console.error(`There is no bench "${name}"; there are: ${Object.keys(BENCHES).join(', ')}. --json prints one object.`);
  process.exit(2);
}

const machine = `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}, ${os.platform()} ${os.release()}`;
const bench = await load();
const figures = await bench.measure();
if (options.includes('--json')) console.log(JSON.stringify({ bench: name, machine, figures }));
else console.log([machine, ...bench.describe(figures as never)].join('\n'));
process.exit(0);
