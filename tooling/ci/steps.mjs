/**
 * @typedef {object} Step
 * @property {string} title
 * @property {string} script of the root package.json
 * @property {string} [report] for a run of vitest: where its JSON report goes
 */

/**
 * What continuous integration runs, in this order, each as a developer would.
 *
 * @type {readonly Step[]}
 */
export const steps = [
  { title: 'TensorFlow for tfjs-node', script: 'tfjs-node' },
  { title: 'tests on the sources', script: 'test', report: 'out/ci/tests-on-sources.json' },
  { title: 'format', script: 'format:check' },
  { title: 'lint and import boundaries', script: 'lint' },
  { title: 'types', script: 'typecheck' },
  { title: 'package rules', script: 'check:rules' },
  { title: 'unused files, exports and dependencies', script: 'check:unused' },
  { title: 'packages as published', script: 'check:tarballs' },
  { title: 'tests on what is built', script: 'test:dist', report: 'out/ci/tests-on-dist.json' },
];
