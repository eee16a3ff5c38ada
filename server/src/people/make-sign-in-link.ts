import type { Config } from '../config.ts';
import { formatAddress } from '../config.ts';
import type { Database } from '../db/database.ts';
import { digestOf, randomToken } from '../secrets.ts';
import { createDroppedLinks } from './dropped-links.ts';
import { insertLink } from './sign-in-links.queries.ts';

/** Makes a one-time link in the database; it works once, for one hour. The token is after the #, which browsers send to nobody. */
export async function makeSignInLink(db: Database, site: string, now: Date): Promise<string> {
  const token = randomToken();
  await insertLink(db, digestOf(token), now);
  return `${site}/sign-in#${token}`;
}

/** The same where the database is open to its server alone, or to nobody: the server finds the digest in its data folder. */
export function dropSignInLink(dataFolder: string, site: string, now: Date): string {
  const token = randomToken();
  createDroppedLinks(dataFolder).drop(digestOf(token), now);
  return `${site}/sign-in#${token}`;
}

/** Where people reach the dashboard: SLUICE_PUBLIC_URL, else where the server listens, as seen from its own machine. */
export function siteOfServer({ publicUrl, listen }: Pick<Config, 'publicUrl' | 'listen'>): string {
  if (publicUrl !== null) return publicUrl;
  const everywhere = listen.host === '0.0.0.0' || listen.host === '::';
  return `http://${formatAddress({ host: everywhere || listen.host === '127.0.0.1' ? 'localhost' : listen.host, port: listen.port })}`;
}
