import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// `npm test` runs against sources; `TFJS_STN_DIST=1` runs the same suite on what is published.
const onDist = process.env['TFJS_STN_DIST'] === '1';
const conditions = [
  'module',
  'node',
  'development|production',
  ...(onDist ? [] : ['@tfjs-stn/source']),
];

/** Lets a test that imports a source get what was built from it, not a second copy. */
const builtForSource: Plugin = {
  name: 'built-for-source',
  enforce: 'pre',
  resolveId(source, importer) {
    if (!importer?.includes('/test/') || !/^(\.\.\/)+([\w-]+\/)?src\//.test(source)) return null;
    return this.resolve(source.replace('/src/', '/dist/'), importer);
  },
};

/** What drives a browser or npm comes first: a minute of it at the end would leave a core idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const long = ({ moduleId }: TestSpecification): boolean =>
      /\/apps\/(.*\/page|consumers\/.*)\.test\.ts$/.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(long), ...sorted.filter((file) => !long(file))];
  }
}

export default defineConfig({
  plugins: onDist ? [builtForSource] : [],
  ssr: { resolve: { conditions, externalConditions: ['node', 'import', 'module-sync'] } },
  resolve: { conditions },
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'apps/*/test/**/*.test.ts',
      // What is not built is not run on what is built.
      ...(onDist ? [] : ['tooling/*/test/**/*.test.ts']),
    ],
    // tfjs's advertisement for its native addon, once per file.
    onConsoleLog: (text) => !text.includes('running TensorFlow.js in Node.js'),
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    // A machine that is busy with other things is slow, not wrong.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
