import type { Flag } from '../evaluate/flag.ts';
import type { Position, ServerMessage } from './messages.ts';
import { parseJson } from './safe-json.ts';

/**
 * The message in a frame of the stream, its frame of fields checked. Throws an Error that says what is wrong with it;
 * a type that this version does not know passes, for the fold to ignore.
 */
export function readMessage(text: string): ServerMessage {
  const message = parseJson(text);
  if (!isRecord(message) || typeof message['type'] !== 'string') throw new TypeError('a message without a type');
  const lacking = (FIELDS[message['type']] ?? []).find((field) => !CHECKS[field](message[field]));
  if (lacking !== undefined) throw new TypeError(`a ${message['type']} message without a valid "${lacking}"`);
  return message as unknown as ServerMessage;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === 'string';
const isPosition = (value: unknown): value is Position => isRecord(value) && Number.isInteger(value['revision']) && isText(value['head']);
const isKeyed = (value: unknown) => isRecord(value) && isText(value['key']);
const isKeyedList = (value: unknown) => Array.isArray(value) && value.every(isKeyed);
const isTextList = (value: unknown) => Array.isArray(value) && value.every(isText);

const CHECKS = {
  epoch: isText,
  position: isPosition,
  from: isPosition,
  environment: (value: unknown) => isKeyed(value) && isText((value as Record<string, unknown>)['project']),
  flags: isKeyedList,
  segments: isKeyedList,
  members: (value: unknown) => value === undefined || isKeyedList(value),
  removed: (value: unknown) => isRecord(value) && isTextList(value['flags']) && isTextList(value['segments']),
};

const STATE = ['epoch', 'position', 'flags', 'segments'] as const;
const FIELDS: { readonly [type: string]: readonly (keyof typeof CHECKS)[] | undefined } = {
  ruleset: [...STATE, 'environment'],
  delta: [...STATE, 'from', 'removed', 'members'],
  current: ['epoch', 'position'],
  heartbeat: ['epoch', 'position'],
};

/** Whether a flag can be decided at all: what it serves at worst, its off value, is there. */
export function isServable(flag: Flag): boolean {
  return isRecord(flag.variants) && Object.hasOwn(flag.variants, flag.offVariant) && isRecord(flag.fallthrough);
}
