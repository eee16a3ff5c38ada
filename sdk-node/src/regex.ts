import { createRequire } from 'node:module';
import type { RegexEngine } from '@sluice/core';

type Re2 = typeof import('re2js');

let engine: Re2['RE2JS'] | undefined;

/**
 * RE2's dialect, in time linear to the subject. Loaded when the first flag asks for it: it is larger than all the rest of
 * the SDK. Throws an Error for a pattern outside the dialect.
 */
export const regex: RegexEngine = (pattern, ignoreCase) => {
  engine ??= (createRequire(import.meta.url)('re2js') as Re2).RE2JS;
  return engine.compile(pattern, ignoreCase ? engine.CASE_INSENSITIVE : 0);
};
