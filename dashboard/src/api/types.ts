import type * as schema from '@sluice/core/schema';

/** What a schema gives after parsing; the schemas themselves stay out of the bundle. */
type Output<S extends { readonly _zod: { readonly output: unknown } }> = S['_zod']['output'];
type Input<S extends { readonly _zod: { readonly input: unknown } }> = S['_zod']['input'];

export type Environment = Output<typeof schema.Environment>;
export type Project = Output<typeof schema.Project>;
export type ProjectDraft = Input<typeof schema.ProjectDraft>;
export type FlagDefinition = Output<typeof schema.FlagDefinition>;
export type FlagResource = Output<typeof schema.FlagResource>;
export type FlagDraft = Input<typeof schema.FlagDraft>;
export type FlagDefinitionPatch = Input<typeof schema.FlagDefinitionPatch>;
export type FlagConfiguration = Output<typeof schema.FlagConfiguration>;
export type FlagConfigurationPatch = Input<typeof schema.FlagConfigurationPatch>;
export type EnvironmentFlag = Output<typeof schema.EnvironmentFlag>;
export type EnvironmentFlagChanged = Output<typeof schema.EnvironmentFlagChanged>;
export type FlagVersion = Output<typeof schema.FlagVersion>;
export type FlagType = Output<typeof schema.FlagType>;
export type Rule = FlagConfiguration['rules'][number];
export type Serve = FlagConfiguration['fallthrough'];
export type Prerequisite = FlagConfiguration['prerequisites'][number];
export type Variants = FlagDefinition['variants'];
export type Actor = Output<typeof schema.Actor>;
export type Cause = Output<typeof schema.Cause>;
export type Source = Output<typeof schema.Source>;
export type ApiKey = Output<typeof schema.ApiKey>;
export type ApiKeyDraft = Input<typeof schema.ApiKeyDraft>;
export type ApiKeyCreated = Output<typeof schema.ApiKeyCreated>;
export type Session = Output<typeof schema.Session>;
export type SignInCheck = Output<typeof schema.SignInCheck>;
export type LinkChecked = Output<typeof schema.LinkChecked>;
export type ProblemCode = schema.ProblemCode;
