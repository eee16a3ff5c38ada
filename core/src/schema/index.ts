export * from './condition.ts';
export * from './flag.ts';
export * from './primitives.ts';
export * from './problem.ts';
export * from './project.ts';
export * from './regions.ts';
export * from './session.ts';
export * from './stored.ts';
