/** What SDKs, server and dashboard share below the schemas: the words, the protocol, the fold, the evaluator. */
export type * from './evaluate/details.ts';
export type * from './evaluate/flag.ts';
export * from './sync/messages.ts';
