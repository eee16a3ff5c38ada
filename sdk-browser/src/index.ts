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
  SluiceError,
  Unsubscribe,
} from '@sluice/core';
export type { BrowserClient, BrowserClientOptions, ContextResult } from './browser-client.ts';
export { createBrowserClient } from './create-browser-client.ts';
export type { DefaultFor, FlagKey, FlagTypes, ValueOf } from './types.ts';
export { VERSION } from './version.ts';
