export type {
  AttributeValue,
  ChangeEvent,
  ClientEvents,
  ClientStatus,
  DataSource,
  ErrorCode,
  EvaluationContext,
  EvaluationDetails,
  EvaluationMeta,
  JsonPrimitive,
  JsonValue,
  Logger,
  ReadyOptions,
  ReadyResult,
  Reason,
  Signal,
  SluiceError,
  Unsubscribe,
} from '@sluice/core';
export type { SluiceClient, WithContextOptions } from './client.ts';
export { createClient } from './create-client.ts';
export type { LogLevel, NodeClientOptions } from './options.ts';
export type { DefaultFor, Evaluator, FlagKey, FlagTypes, ValueOf, Watcher, WatchListener } from './types.ts';
export { VERSION } from './version.ts';
