// The suite on what is built: vitest.config.ts and some tests look at this.
process.env['TFJS_STN_DIST'] = '1';
process.argv.splice(2, 0, 'node_modules/vitest/vitest.mjs', 'run');
await import('./run.mjs');
