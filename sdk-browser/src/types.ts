import type { JsonValue } from '@sluice/core';

/**
 * Flag keys and the types of their values. Empty: any key is accepted, and the default's type is the answer's. Filled by
 * declarations that the server writes: `declare module '@sluice/browser' { interface FlagTypes { 'checkout.new-flow': boolean } }`.
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
