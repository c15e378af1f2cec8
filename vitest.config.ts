import { readFileSync } from 'node:fs';

import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

import { chromiumFlags, findChromium, softwareGpu } from './tooling/gpu/software-gpu.mjs';

// `npm test` runs against sources; `TFJS_STN_DIST=1` runs the same suite on what is published.
const onDist = process.env['TFJS_STN_DIST'] === '1';
const conditions = ['module', 'development|production', ...(onDist ? [] : ['@tfjs-stn/source'])];

/** Lets a test that imports a source get what was built from it, not a second copy. */
const builtForSource: Plugin = {
  name: 'built-for-source',
  enforce: 'pre',
  resolveId(source, importer) {
    if (!importer?.includes('/test/') || !/^(\.\.\/)+([\w-]+\/)?src\//.test(source)) return null;
    return this.resolve(source.replace('/src/', '/dist/'), importer);
  },
};

/**
 * Tests of what runs on every tfjs backend share processes: to load tfjs, TensorFlow and XNNPACK
 * for every file took a fifth of all the time. nothing-left.mjs gives each file modules of its own
 * of what lies in this repository, and sees to it that it leaves tfjs as it found it.
 */
const sharing = [
  'backend-wasm',
  'core',
  'layers',
  'localisation',
  'sampler-*',
  'testing',
  'transform-*',
];

/** Of those, tests of a process in which something is not there, or breaks. */
const apart = [
  'packages/backend-wasm/test/{failed-start,memory,out-of-memory,threads,without-backend,without-simd}.test.ts',
  'packages/core/test/{channels-first,missing-gradients,tensor-cache}.test.ts',
  'packages/layers/test/{missing-kernels,unregistered}.test.ts',
];

/**
 * What drives a browser or npm comes first: a minute of it at the end would leave a core idle. What
 * shares processes comes last, since a process ends when the next file is one that shares none.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification): number => {
      if (/\/apps\/(.*\/page|consumers\/.*)\.test\.ts$/.test(moduleId)) return 0;
      return project.config.isolate ? 1 : 2;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

/** What runs on a GPU's backend, whichever: `inject('gpuBackend')` is its name in tfjs. */
const onGpu = ['packages/*/test/gpu/**/*.test.ts'];

/** Where WebGL runs. Without a Chromium its suites are skipped, or fail if they are required. */
const executablePath = findChromium();

const chromium = (path: string) => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: {
      executablePath: path,
      args: chromiumFlags,
      env: { ...softwareGpu, ...process.env },
      chromiumSandbox: false,
    },
  }),
  instances: [{ browser: 'chromium' as const }],
});

declare module 'vitest' {
  interface ProvidedContext {
    gpuBackend: 'webgl' | 'webgpu';
    /** The file with OpenCV's results of short forms: a browser reads no files. */
    shortFormGoldens: string;
    /** Its executable, or '' where there is none. */
    chromium: string;
  }
}

const shortFormGoldens = readFileSync(
  new URL('tooling/goldens/data/opencv-short-forms.golden.json', import.meta.url),
  'utf8',
);

/** All that tests in the browser see of the environment. */
const environment = {
  TFJS_STN_REQUIRE_BACKENDS: process.env['TFJS_STN_REQUIRE_BACKENDS'] ?? '',
};

export default defineConfig({
  plugins: onDist ? [builtForSource] : [],
  ssr: {
    resolve: {
      conditions: ['node', ...conditions],
      externalConditions: ['node', 'import', 'module-sync'],
    },
  },
  resolve: { conditions },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: [`packages/{${sharing.join()}}/test/**/*.test.ts`],
          exclude: [...apart, ...onGpu],
          isolate: false,
          setupFiles: './tooling/test-support/nothing-left.mjs',
        },
      },
      {
        extends: true,
        test: {
          name: 'apart',
          include: [
            ...apart,
            `packages/!(${sharing.join('|')})/test/**/*.test.ts`,
            'apps/*/test/**/*.test.ts',
            // What is not built is not run on what is built.
            ...(onDist ? [] : ['tooling/*/test/**/*.test.ts']),
          ],
          exclude: onGpu,
          provide: { chromium: executablePath ?? '' },
        },
      },
      {
        extends: true,
        test: {
          name: 'webgpu',
          include: ['packages/!(backend-webgl)/test/gpu/**/*.test.ts'],
          // Draws pictures, which Node.js does not.
          exclude: ['packages/tfjs-stn/test/gpu/image-sources.test.ts'],
          setupFiles: './tooling/gpu/setup-webgpu.mjs',
          provide: { gpuBackend: 'webgpu', shortFormGoldens },
        },
      },
      {
        extends: true,
        define: { 'process.env': JSON.stringify(environment) },
        test: {
          name: 'webgl',
          include: ['packages/!(backend-webgpu)/test/gpu/**/*.test.ts'],
          // Reads files, which a browser does not.
          exclude: ['packages/core/test/gpu/goldens.test.ts'],
          provide: { gpuBackend: 'webgl', shortFormGoldens },
          ...(executablePath && { browser: chromium(executablePath) }),
        },
      },
    ],
    // tfjs's advertisement for its native addon, once per file.
    onConsoleLog: (text) => !text.includes('running TensorFlow.js in Node.js'),
    pool: 'forks',
    // Titles show a case's $name in full; the default cuts it after 40 characters.
    chaiConfig: { truncateThreshold: 200 },
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    // A machine that is busy with other things is slow, not wrong.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
