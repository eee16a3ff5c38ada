/** The public words of an evaluation: OpenFeature's, as plain types. */
import type { JsonValue } from './flag.ts';

export type AttributeValue =
  | string
  | number
  | boolean
  | Date
  | readonly (string | number)[]
  | { readonly [key: string]: AttributeValue | undefined };

/** Facts about who or what is asking. Read by own properties alone. */
export interface EvaluationContext {
  /** The unit of consistent hashing: usually a user's id. */
  readonly targetingKey?: string;
  readonly [attribute: string]: AttributeValue | undefined;
}

/** Why a value was served; always the decision, never its freshness. */
export type Reason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'ERROR';

export type ErrorCode =
  | 'PROVIDER_NOT_READY'
  | 'PROVIDER_FATAL'
  | 'FLAG_NOT_FOUND'
  | 'PARSE_ERROR'
  | 'TYPE_MISMATCH'
  | 'TARGETING_KEY_MISSING'
  | 'INVALID_CONTEXT'
  | 'GENERAL';

/** What was decided and why, beside the value. */
export interface EvaluationMeta {
  /** `<project>/<environment>`. */
  readonly flagSetId: string;
  /** Flag version that decided. */
  readonly version: number;
  /** Environment revision of the ruleset. */
  readonly revision: number;
  /** How current the ruleset was. */
  readonly freshness: 'live' | 'cached' | 'stale';
  readonly ruleId?: string;
  /** 0..99,999: the place of this context in the split that decided. */
  readonly bucket?: number;
  readonly ramp?: { readonly id: string; readonly stage: number; readonly arm: 'candidate' | 'control' };
  readonly killed?: { readonly at: string };
  /** Attribute whose absence kept the context out of a split. */
  readonly missing?: string;
  /** The prerequisite flag that was not met. */
  readonly prerequisite?: string;
  readonly overridden?: 'code' | 'env' | 'url';
}

export type EvaluationDetails<T = JsonValue> =
  | {
      readonly key: string;
      readonly value: T;
      readonly variant?: string;
      readonly reason: Exclude<Reason, 'ERROR'>;
      readonly meta: EvaluationMeta;
    }
  | {
      readonly key: string;
      readonly value: T;
      readonly reason: 'ERROR';
      readonly errorCode: ErrorCode;
      readonly errorMessage: string;
      readonly meta?: EvaluationMeta;
    };
