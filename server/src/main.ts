import { runCommand } from './command-line.ts';
import type { RunningServer } from './start.ts';

const outcome = await runCommand(process.argv.slice(2), {
  terminal: process.stdout.isTTY,
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
if (typeof outcome === 'number') process.exitCode = outcome;
else endOnSignal(outcome);

/** The first signal ends in order; a second one, from somebody who will not wait, at once. */
function endOnSignal(server: RunningServer): void {
  let ending = false;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (ending) process.exit(1);
    ending = true;
    server.log.info({ signal }, 'closing; a second signal ends at once');
    await server.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, (name) => void end(name));
}
