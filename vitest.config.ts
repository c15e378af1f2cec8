import { defineConfig } from 'vitest/config';

// `npm test` runs against sources; `TFJS_STN_DIST=1` runs the same suite on what is published.
const onDist = process.env['TFJS_STN_DIST'] === '1';
const conditions = ['module', 'node', 'development|production', ...(onDist ? [] : ['@tfjs-stn/source'])];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: ['node', 'import', 'module-sync'] } },
  resolve: { conditions },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'tooling/*/test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
