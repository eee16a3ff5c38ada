import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Place } from './place.ts';

export const PROJECT = 'shop';
export const ENVIRONMENT = 'production';

export interface Keys {
  readonly server: string;
  readonly client: string;
  readonly automation: string;
}

const secret = (mark: 'sdk' | 'pub' | 'api') => `slu_${mark}_${randomBytes(5).toString('hex')}_${randomBytes(20).toString('hex')}`;

const FLAGS = {
  'checkout.express': { type: 'boolean', variants: { on: true, off: false }, clientSide: true },
  'shop.banner': { type: 'string', variants: { sale: 'Everything must go', none: '' }, clientSide: true },
};

/** Writes the init file of a shop with its keys and, unless said, its flags; the variables tell a server to apply it. */
export function writeInitFile(place: Place, flags: object = FLAGS): { keys: Keys; environment: Record<string, string> } {
  const keys = { server: secret('sdk'), client: secret('pub'), automation: secret('api') };
  const file = path.join(place.data, 'init.json');
  const content = {
    projects: [
      {
        key: PROJECT,
        name: 'Shop',
        environments: [{ key: ENVIRONMENT, name: 'Production' }],
        keys: [
          { kind: 'server', name: 'service', environment: ENVIRONMENT, secret: keys.server },
          { kind: 'client', name: 'page', environment: ENVIRONMENT, secret: keys.client },
          { kind: 'automation', name: 'tests', secret: keys.automation },
        ],
        flags,
      },
    ],
  };
  fs.writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  return { keys, environment: { SLUICE_INIT_FILE: file } };
}
