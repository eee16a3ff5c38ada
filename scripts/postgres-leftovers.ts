/** A test run that is killed outright leaves its Postgres running; the next run ends it. */
import fs from 'node:fs';
import path from 'node:path';

/** Ends and removes the clusters in `folder` whose owner is gone. Only processes that name the cluster's own data folder are ended. */
export function sweepLeftovers(folder: string, prefix: string): string[] {
  const swept: string[] = [];
  for (const name of fs.readdirSync(folder).filter((entry) => entry.startsWith(prefix))) {
    const cluster = path.join(folder, name);
    const owner = readPid(path.join(cluster, 'owner.pid'));
    if (owner === undefined || processAlive(owner)) continue;
    try {
      endServer(path.join(cluster, 'data'));
      fs.rmSync(cluster, { recursive: true, force: true, maxRetries: 5 });
      swept.push(cluster);
    } catch {
      // Another account's cluster: not ours to end.
    }
  }
  return swept;
}

export function processAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function endServer(data: string): void {
  const pid = readPid(path.join(data, 'postmaster.pid'));
  if (pid !== undefined && processAlive(pid) && commandOf(pid).includes(data)) process.kill(pid, 'SIGQUIT');
}

/** Empty where the system does not tell (other systems than Linux): then nothing is ended. */
function commandOf(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(fs.readFileSync(file, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
