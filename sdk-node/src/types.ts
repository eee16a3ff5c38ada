import type { EvaluationContext, EvaluationDetails, JsonValue, Unsubscribe } from '@sluice/core';

/**
 * Flag keys and the types of their values. Empty: any key is accepted, and the default's type is the answer's. Filled by
 * declarations that the server writes: `declare module '@sluice/node' { interface FlagTypes { 'checkout.new-flow': boolean } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: interfaces merge, which is how the declarations reach it.
export interface FlagTypes {}

type Known = keyof FlagTypes & string;

/** A flag that may be asked for. */
export type FlagKey = [Known] extends [never] ? string : Known;

type Widen<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : T;

/** What asking for a flag answers with. */
export type ValueOf<Key extends string, Default> = Key extends Known ? FlagTypes[Key] : Widen<Default>;

/** What may stand in for a flag. */
export type DefaultFor<Key extends string> = Key extends Known ? FlagTypes[Key] : JsonValue;

/** Answers at once, from memory. Nothing here throws or waits, unless `strict` was asked for. */
export interface Evaluator {
  /** The value for this context, or the default where there is none of its type; `details` says why. */
  get<Key extends FlagKey, const Default extends DefaultFor<Key>>(
    key: Key,
    defaultValue: Default,
    context?: EvaluationContext,
  ): ValueOf<Key, Default>;
  /** The value together with the variant, the reason and how current it is. */
  details<Key extends FlagKey, const Default extends DefaultFor<Key>>(
    key: Key,
    defaultValue: Default,
    context?: EvaluationContext,
  ): EvaluationDetails<ValueOf<Key, Default>>;
}

/** Called with what a flag serves now and what it served before. */
export type WatchListener<Value> = (next: EvaluationDetails<Value>, previous: EvaluationDetails<Value>) => void;

export interface Watcher {
  /** Calls back when the flag serves this context another value than before; not for the first one. */
  watch<Key extends FlagKey, const Default extends DefaultFor<Key>>(
    key: Key,
    defaultValue: Default,
    context: EvaluationContext,
    listener: WatchListener<ValueOf<Key, Default>>,
  ): Unsubscribe;
}
