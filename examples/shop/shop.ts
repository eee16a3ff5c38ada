import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { EvaluationContext, SluiceClient } from '@sluice/node';
import { decide } from './decisions.ts';

const file = (url: string) => readFileSync(fileURLToPath(url));
const FILES: Readonly<Record<string, { readonly type: string; readonly body: Buffer }>> = {
  '/': { type: 'text/html; charset=utf-8', body: file(import.meta.resolve('./page/index.html')) },
  '/shop.css': { type: 'text/css; charset=utf-8', body: file(import.meta.resolve('./page/shop.css')) },
  '/shop.js': { type: 'text/javascript; charset=utf-8', body: file(import.meta.resolve('./page/shop.js')) },
  '/sluice.js': { type: 'text/javascript; charset=utf-8', body: file(import.meta.resolve('@sluice/browser')) },
};

export interface PageSettings {
  readonly url: string;
  readonly clientKey: string;
}

/** The shop as a web server: a page, one question (`/decisions`), and the answers as they change (`/live`). */
export function createShop(flags: SluiceClient, settings: PageSettings): Server {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
    const visitor = visitorFrom(searchParams);
    if (pathname === '/live') return streamDecisions(flags, visitor, request, response);
    if (pathname === '/decisions') return sendJson(response, decide(flags, visitor));
    if (pathname === '/settings') return sendJson(response, settings);
    const known = FILES[pathname];
    if (known === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': known.type, 'cache-control': 'no-cache' }).end(known.body);
  });
}

/** Facts about who is shopping; a real shop takes them from its session. */
function visitorFrom(query: URLSearchParams): EvaluationContext {
  return { targetingKey: query.get('visitor') ?? 'anonymous', country: query.get('country') ?? 'DE', plan: query.get('plan') ?? 'free' };
}

function streamDecisions(flags: SluiceClient, visitor: EvaluationContext, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = () => response.write(`data: ${JSON.stringify(decide(flags, visitor))}\n\n`);
  send();
  const unsubscribe = flags.on('change', send);
  request.on('close', unsubscribe);
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
