import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { parseJson } from './json.ts';
import { requireStorable } from './storable-text.ts';

/** Bodies are JSON, read safely, and nothing else is read at all; PATCH may call it a merge patch. */
export const jsonBodyPlugin = fastifyPlugin(
  async (app: FastifyInstance) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      ['application/json', 'application/merge-patch+json'],
      { parseAs: 'string' },
      async (_request: unknown, text: string) => {
        const value = parseJson(text);
        requireStorable(text, value);
        return value;
      },
    );
  },
  { name: 'json-body' },
);
