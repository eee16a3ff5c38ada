import type { SignInCheck } from '@sluice/core/schema';
import type { z } from 'zod';
import { isLoopback } from '../http/page-origin.ts';

/** The three things that must agree for a session cookie to work. */
export interface Reach {
  /** The origin of the page as its browser reports it; null when it reports none. */
  readonly page: string | null;
  /** Where the request seems to have been sent to. */
  readonly request: string;
  /** SLUICE_PUBLIC_URL. */
  readonly publicUrl: string | null;
}

type Refusal = Extract<z.output<typeof SignInCheck>, { ok: false }>;

/** Where people are when they use the dashboard, and whether a session cookie can work there. */
export function checkReach(reach: Reach): { readonly ok: true; readonly secure: boolean } | Refusal {
  const page = new URL(reach.page ?? assumedPage(reach));
  const loopback = isLoopback(page.hostname);
  if (page.protocol !== 'https:' && !loopback) return plainHttp(page, reach.publicUrl);
  const isPublic = page.origin === reach.publicUrl;
  const isDirect = page.host === new URL(reach.request).host;
  if (isPublic || (isDirect && (loopback || reach.publicUrl === null))) return { ok: true, secure: page.protocol === 'https:' };
  return otherAddress(page, reach);
}

/** Without word from a browser: the public address when the host is its own, for a proxy may have taken the TLS off. */
function assumedPage({ request, publicUrl }: Reach): string {
  return publicUrl !== null && new URL(publicUrl).host === new URL(request).host ? publicUrl : request;
}

function plainHttp(page: URL, publicUrl: string | null): Refusal {
  const canonical = publicUrl?.startsWith('https:') === true ? publicUrl : null;
  return {
    ok: false,
    problem: `This page was reached over plain http at ${page.origin}. Anybody on the network between could take over the session, so Sluice makes none.`,
    remedy:
      canonical === null
        ? `Put a proxy with TLS in front and start the server with SLUICE_PUBLIC_URL=https://${page.hostname}. For a quick look, forward the port, "ssh -L 4400:127.0.0.1:${page.port || '80'} ${page.hostname}", and open http://localhost:4400.`
        : `Open ${canonical} instead.`,
  };
}

function otherAddress(page: URL, { request, publicUrl }: Reach): Refusal {
  const set = `set SLUICE_PUBLIC_URL=${page.origin} and start the server again`;
  if (publicUrl === null) {
    return {
      ok: false,
      problem: `You are at ${page.origin}, but a proxy sends your requests on as if to ${request}, so the server cannot tell your page from a stranger's.`,
      remedy: `To mend it, ${set}; or let the proxy pass the Host header on.`,
    };
  }
  return {
    ok: false,
    problem: `You are at ${page.origin}, but the server was told that its address is ${publicUrl} (SLUICE_PUBLIC_URL).`,
    remedy: `If ${publicUrl} is right, open it instead. If not, ${set}.`,
  };
}
