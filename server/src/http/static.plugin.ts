import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

/** Where the build of the dashboard is, seen from the sources and from the build of the server alike. */
export const DASHBOARD = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));

const NOT_PAGES = /^\/(api|sdk|ofrep)(\/|$)/;
const YEAR = '365d';
const NOT_BUILT =
  'The dashboard is not built. Run "npm start" in the repository, which builds it, or "pnpm --filter @sluice/dashboard build".\n';

/** Serves the dashboard's files, and its one page for every address a person may open. */
export const staticPlugin = fastifyPlugin(
  async (app: FastifyInstance, { root = DASHBOARD }: { readonly root?: string }) => {
    const built = existsSync(join(root, 'index.html'));
    const files = new Set(built ? filesBelow(root) : []);
    if (built) await app.register(fastifyStatic, { root, serve: false, index: false, preCompressed: true });

    app.get('/*', { schema: { hide: true }, config: { public: true }, logLevel: 'warn' }, async (request, reply) => {
      const path = fileOf(request);
      if (path !== null && files.has(path)) return sendFile(reply, path);
      if (!isPage(request)) return reply.callNotFound();
      return built ? sendFile(reply, 'index.html') : reply.code(404).type('text/plain; charset=utf-8').send(NOT_BUILT);
    });
  },
  { name: 'static', dependencies: ['problem'] },
);

function filesBelow(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) =>
    relative(root, join(entry.parentPath ?? entry.path, entry.name))
      .split(sep)
      .join('/'),
  );
}

function fileOf(request: FastifyRequest): string | null {
  try {
    return decodeURIComponent(request.url.split('?', 1)[0] ?? '').slice(1);
  } catch {
    return null;
  }
}

function isPage(request: FastifyRequest): boolean {
  return !NOT_PAGES.test(request.url) && (request.headers.accept ?? '').includes('text/html');
}

/** A name in `assets/` carries a hash of its content, so it may be kept for ever; all else is asked for again each time. */
function sendFile(reply: FastifyReply, path: string): FastifyReply {
  if (path.startsWith('assets/')) return reply.sendFile(path, { maxAge: YEAR, immutable: true });
  return reply.header('cache-control', 'no-cache').sendFile(path, { cacheControl: false });
}
