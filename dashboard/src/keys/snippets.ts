import type { ApiKey } from '../api/types.ts';

export interface Snippet {
  readonly label: string;
  readonly code: string;
}

/** Ready to run against this server: the address and the key are real. */
export function snippetsFor(kind: ApiKey['kind'], url: string, secret: string, project: string): readonly Snippet[] {
  if (kind === 'client') return [{ label: 'Browser', code: browser(url, secret) }];
  if (kind === 'automation') return [{ label: 'curl', code: automationCurl(url, secret, project) }];
  return [
    { label: 'Node', code: node(url, secret) },
    { label: 'curl', code: curl(url, secret) },
  ];
}

const node = (url: string, secret: string) => `import { createClient } from '@sluice/node';

const client = createClient({
  url: '${url}',
  key: '${secret}',
});
await client.ready();

const context = { targetingKey: 'user-123' };
console.log(client.get('hello-sluice', false, context));
client.on('change', () => console.log(client.get('hello-sluice', false, context)));
`;

const browser = (url: string, secret: string) => `import { createBrowserClient } from '@sluice/browser';

const client = createBrowserClient({
  url: '${url}',
  clientKey: '${secret}',
  context: { targetingKey: 'user-123' },
});
await client.ready();

console.log(client.get('hello-sluice', false));
client.on('change', () => console.log(client.get('hello-sluice', false)));
`;

const curl = (url: string, secret: string) => `curl -H 'Authorization: Bearer ${secret}' \\
  ${url}/sdk/v1/ruleset
`;

const automationCurl = (url: string, secret: string, project: string) => `curl -H 'Authorization: Bearer ${secret}' \\
  ${url}/api/v1/projects/${project}/flags
`;
