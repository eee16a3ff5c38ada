import type { ClientMessage } from '@sluice/core';
import { z } from 'zod';
import { parseJson } from '../http/json.ts';

/** A message that ends the connection; its text says why. */
export class BadMessage extends Error {}

const word = z.string().max(200);
export const PositionSchema = z.object({ revision: z.int().min(0), head: z.string().max(128) });
export const ContextSchema = z.record(z.string().max(128), z.unknown());
export const ContextHash = z.string().max(128);

const HelloSchema = z.object({
  type: z.literal('hello'),
  sdk: word,
  sdkVersion: word,
  app: z.object({ name: word.exactOptional(), version: word.exactOptional() }).exactOptional(),
  instance: word,
  clientId: word,
  epoch: z.string().max(64).exactOptional(),
  position: PositionSchema.exactOptional(),
  context: ContextSchema.exactOptional(),
  contextHash: ContextHash.exactOptional(),
});
const AckSchema = z.object({ type: z.literal('ack'), position: PositionSchema });
const ContextMessageSchema = z.object({ type: z.literal('context'), context: ContextSchema, contextHash: ContextHash });

const SCHEMAS: Readonly<Record<ClientMessage['type'], z.ZodType<ClientMessage>>> = {
  hello: HelloSchema,
  ack: AckSchema,
  context: ContextMessageSchema,
};

/** What an SDK sent; null for a type that this server does not know. @throws BadMessage */
export function readClientMessage(text: string): ClientMessage | null {
  const { type, message } = readTyped(text);
  return Object.hasOwn(SCHEMAS, type) ? parsed(SCHEMAS[type as ClientMessage['type']], type, message) : null;
}

/** Parses JSON that must be an object with a type. @throws BadMessage */
export function readTyped(text: string): { readonly type: string; readonly message: object } {
  const message = safely(text);
  if (typeof message !== 'object' || message === null || !('type' in message) || typeof message.type !== 'string') {
    throw new BadMessage('a message is a JSON object with a "type"');
  }
  return { type: message.type, message };
}

/** @throws BadMessage that names the first thing wrong. */
export function parsed<Message>(schema: z.ZodType<Message>, type: string, message: object): Message {
  const result = schema.safeParse(message);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new BadMessage(`"${type}" has a wrong ${issue?.path.join('.') || 'shape'}: ${issue?.message ?? ''}`);
}

function safely(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new BadMessage('a message must be JSON, at most 128 deep, without keys that reach a prototype (__proto__)');
  }
}
