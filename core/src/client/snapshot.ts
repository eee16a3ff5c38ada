import { murmur3 } from '../evaluate/murmur3.ts';
import type { RulesetMessage } from '../sync/messages.ts';
import { readMessage } from '../sync/read-message.ts';
import type { FlagStore } from '../sync/store.ts';

const FORMAT = 'sluice-ruleset-1';

/** What is held as text for a cache: a line with a checksum and whose it is, then the ruleset. */
export function writeSnapshot(store: FlagStore, owner: string): string {
  const ruleset: RulesetMessage = {
    type: 'ruleset',
    epoch: store.epoch,
    position: store.position,
    environment: store.environment,
    flags: [...store.flags.values()].map(({ source }) => source),
    segments: [...store.segments.values()].map(({ source }) => source),
  };
  const body = JSON.stringify(ruleset);
  return `${FORMAT} ${murmur3(body)} ${owner}\n${body}`;
}

/**
 * The ruleset in a snapshot; `undefined` if it is somebody else's: of another key, another context. A bare ruleset, as
 * the server hands it out, needs no first line. Throws an Error for text that is damaged.
 */
export function readSnapshot(text: string, owner: string | undefined): RulesetMessage | undefined {
  const bare = owner === undefined && text.trimStart().startsWith('{');
  const end = bare ? -1 : text.indexOf('\n');
  const body = text.slice(end + 1);
  if (!bare) {
    const [format, checksum, whose] = text.slice(0, Math.max(end, 0)).split(' ');
    if (format !== FORMAT || checksum !== String(murmur3(body))) throw new Error('the snapshot is damaged: its checksum does not fit');
    if (owner !== undefined && whose !== owner) return undefined;
  }
  const message = readMessage(body);
  if (message.type !== 'ruleset') throw new Error('this is not a ruleset');
  return message;
}
