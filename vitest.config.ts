import { defineConfig } from 'vitest/config';

// Tests run from source: no build is needed, so none can be stale.
const fromSource = { conditions: ['@sluice/source', 'node', 'development|production'] };
const project = (name: string, include: string[], extra: object = {}) => ({
  resolve: fromSource,
  ssr: { resolve: fromSource },
  test: { name, include, ...extra },
});

export default defineConfig({
  test: {
    projects: [
      project('core', ['core/**/*.test.ts']),
      project('server', ['server/**/*.test.ts'], { globalSetup: ['scripts/test-postgres.ts'], testTimeout: 30_000, hookTimeout: 60_000 }),
      project('sdk', ['sdk-node/**/*.test.ts', 'sdk-browser/**/*.test.ts'], { testTimeout: 15_000 }),
      project('dashboard', ['dashboard/**/*.test.{ts,tsx}'], { environment: 'happy-dom' }),
      project('checks', ['checks/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 120_000 }),
      project('e2e', ['e2e/**/*.test.ts'], {
        globalSetup: ['scripts/test-postgres.ts', 'scripts/built.ts'],
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      }),
    ],
  },
});
