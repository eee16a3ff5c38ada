import { randomBytes } from 'node:crypto';

/** Ids that are short enough to read out and differ between servers and their starts. */
export function createRequestIds(): () => string {
  const start = randomBytes(4).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return `${start}-${count.toString(36)}`;
  };
}
