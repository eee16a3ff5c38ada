import type { EnvironmentFlag, FlagConfiguration, Rule } from '../src/api/types.ts';

export const configuration = (over: Partial<FlagConfiguration> = {}): FlagConfiguration => ({
  enabled: true,
  offVariant: 'off',
  prerequisites: [],
  rules: [],
  fallthrough: { variant: 'on' },
  whenStale: 'keep',
  ...over,
});

export const rule = (id: string, serve = 'on'): Rule => ({
  id,
  when: { attribute: 'plan', operator: 'in', values: [id] },
  serve: { variant: serve },
});

export const ANA = { kind: 'person', id: 'p1', name: 'Ana' } as const;
export const KIM = { kind: 'person', id: 'p2', name: 'Kim' } as const;

const CREATED = '2026-03-01T09:00:00.000Z';

export function environmentFlag(key: string, over: Partial<EnvironmentFlag> = {}): EnvironmentFlag {
  return {
    key,
    environment: 'production',
    version: 1,
    revision: 1,
    definition: {
      key,
      name: '',
      description: '',
      type: 'boolean',
      variants: { on: true, off: false },
      tags: [],
      owner: '',
      clientSide: false,
      salt: 'salt',
      version: 1,
      createdAt: CREATED,
      archivedAt: null,
    },
    configuration: configuration(),
    kill: null,
    changedAt: CREATED,
    changedBy: ANA,
    cause: 'edit',
    ...over,
  };
}
