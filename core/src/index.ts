/** What SDKs, server and dashboard share below the schemas: the words, the protocol, the fold, the evaluator. */

export type * from './client/events.ts';
export { type ClientParts, FlagClient } from './client/flag-client.ts';
export type { Announced, Identity } from './client/held.ts';
export type * from './client/ports.ts';
export * from './evaluate/index.ts';
export * from './sync/messages.ts';
export { readMessage } from './sync/read-message.ts';
export { parseJson } from './sync/safe-json.ts';
export { type Applied, apply, type FlagStore } from './sync/store.ts';
