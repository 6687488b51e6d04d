import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Node gives everybody graphql's CommonJS build; without this, vitest would give our files a second copy of it.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/**/*.test.ts'],
    // Starting a real PostgreSQL or the whole program takes seconds on a busy machine; nothing here measures time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    globalSetup: ['tests/support/pages.ts', 'tests/support/postgres.ts'],
  },
});
