import { z } from 'zod';
import { DisplayName, EnvironmentKey, Instant, ProjectKey, Revision } from './primitives.ts';

export const Environment = z
  .strictObject({
    key: EnvironmentKey,
    name: DisplayName,
    protected: z.boolean(),
    colour: z.string(),
    revision: Revision,
    createdAt: Instant,
  })
  .meta({ id: 'Environment' });
export const Project = z
  .strictObject({ key: ProjectKey, name: DisplayName, createdAt: Instant, environments: z.array(Environment) })
  .meta({ id: 'Project' });

const Colour = z.enum(['grey', 'blue', 'green', 'violet', 'orange', 'red']);
export const EnvironmentDraft = z
  .strictObject({ name: DisplayName, protected: z.boolean().default(false), colour: Colour.default('grey') })
  .meta({ id: 'EnvironmentDraft' });
export const EnvironmentPatch = z
  .strictObject({ name: DisplayName.exactOptional(), protected: z.boolean().exactOptional(), colour: Colour.exactOptional() })
  .meta({ id: 'EnvironmentPatch' });
/** PUT /projects/{p}; without `environments`: development, staging and production (protected). */
export const ProjectDraft = z
  .strictObject({
    name: DisplayName,
    environments: z
      .array(EnvironmentDraft.extend({ key: EnvironmentKey }))
      .max(20)
      .exactOptional(),
  })
  .meta({ id: 'ProjectDraft' });

export const KeyKind = z.enum(['server', 'client', 'automation']).meta({ id: 'KeyKind' });
export const ApiKey = z
  .strictObject({
    id: z.string(),
    kind: KeyKind,
    name: DisplayName,
    environment: EnvironmentKey.nullable().meta({ description: 'null for automation tokens, which speak for the project.' }),
    prefix: z.string().meta({ description: 'The recognisable start of the secret.' }),
    secret: z.string().nullable().meta({ description: 'Client keys only: they are public, being part of web pages. null for all others.' }),
    origins: z.array(z.string()).meta({ description: 'Web origins that may use a client key; empty means any.' }),
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
    revokedAt: Instant.nullable(),
  })
  .meta({ id: 'ApiKey' });
export const ApiKeyDraft = z
  .strictObject({
    kind: KeyKind,
    name: DisplayName,
    environment: EnvironmentKey.exactOptional(),
    origins: z
      .array(z.url({ protocol: /^https?$/ }))
      .max(50)
      .default([]),
  })
  .meta({ id: 'ApiKeyDraft' });
/** The only answer that ever holds a server or automation secret. */
export const ApiKeyCreated = ApiKey.extend({ secret: z.string() }).meta({ id: 'ApiKeyCreated' });
