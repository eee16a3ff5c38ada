import { z } from 'zod';
import { parsed, readTyped } from './client-messages.ts';

const place = { project: z.string().max(128), environment: z.string().max(128) };
const SubscribeSchema = z.object({
  type: z.literal('subscribe'),
  ...place,
  epoch: z.string().max(64).exactOptional(),
  position: z.object({ revision: z.int().min(0), head: z.string().max(128) }).exactOptional(),
});
const UnsubscribeSchema = z.object({ type: z.literal('unsubscribe'), ...place });

/** A dashboard follows an environment; with `epoch` and `position` it resumes. */
export type SubscribeMessage = z.output<typeof SubscribeSchema>;
export type UnsubscribeMessage = z.output<typeof UnsubscribeSchema>;

/** Answers a `subscribe` that cannot be followed; the socket stays open. */
export interface LiveProblem {
  readonly type: 'problem';
  readonly project: string;
  readonly environment: string;
  readonly code: 'not-found' | 'forbidden' | 'conflict';
  readonly detail: string;
}

/** What a dashboard sent; null for a type that this server does not know. @throws BadMessage */
export function readLiveMessage(text: string): SubscribeMessage | UnsubscribeMessage | null {
  const { type, message } = readTyped(text);
  if (type === 'subscribe') return parsed(SubscribeSchema, type, message);
  if (type === 'unsubscribe') return parsed(UnsubscribeSchema, type, message);
  return null;
}
