import { cruise } from 'dependency-cruiser';

import { root } from '../setup/workspace.mjs';
import { boundaries, rules } from './boundaries.mjs';

/**
 * Holds every import against the boundaries, types, dynamic imports and JSDoc included.
 *
 * @param {string} [baseDir] of the repository
 * @returns {Promise<{ problems: string[], warnings: string[] }>} a boundary that covers no file and
 *   a file that no boundary covers are problems too
 */
export async function checkImports(baseDir = root) {
  const { modules, summary } = await cruiseSources(baseDir);
  const comments = new Map(rules.map(({ name, comment }) => [name, comment]));
  const told = (/** @type {'error' | 'warn'} */ severity) => {
    const lines = summary.violations
      .filter(({ rule }) => rule.severity === severity)
      .map(({ rule: { name }, ...found }) => `${importOf(found)}: ${name}: ${comments.get(name)}`);
    // A circle is found at each of its files.
    return [...new Set(lines)];
  };
  const files = modules
    .map(({ source }) => source)
    .filter((source) => /^(packages|apps|tooling)\//.test(source));
  const covers = (/** @type {string} */ pattern, /** @type {string} */ file) =>
    new RegExp(pattern).test(file);
  const idle = boundaries
    .filter((boundary) => !files.some((file) => covers(boundary.files, file)))
    .map((boundary) => `boundary ${boundary.files}: covers no file`);
  const uncovered = files
    .filter((file) => !boundaries.some((boundary) => covers(boundary.files, file)))
    .map((file) => `${file}: no boundary covers this file`);
  return { problems: [...told('error'), ...idle, ...uncovered], warnings: told('warn') };
}

/** @param {string} baseDir */
async function cruiseSources(baseDir) {
  const { output } = await cruise(
    ['packages', 'apps', 'tooling'],
    {
      baseDir,
      validate: true,
      ruleSet: { forbidden: rules },
      tsPreCompilationDeps: true,
      detectJSDocImports: true,
      parser: 'tsc',
      exclude: {
        path: '^(packages|apps)/[^/]+/(dist|out|test/fixtures)/|/\\.venv/|\\.generated\\.ts$',
      },
      doNotFollow: { path: 'node_modules' },
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['@tfjs-stn/source', 'types', 'import', 'node', 'default'],
      mainFields: ['types', 'main'],
    },
  );
  if (typeof output === 'string') throw new Error(output);
  return output;
}

/**
 * @param {Pick<import('dependency-cruiser').IViolation, 'from' | 'to' | 'cycle'>} violation
 * @returns {string} the import, or the circle from its alphabetically first file on
 */
function importOf({ from, to, cycle }) {
  if (cycle === undefined) return `${from} → ${to}`;
  const names = cycle.map(({ name }) => name);
  const first = names.indexOf(names.toSorted()[0] ?? '');
  return [...names.slice(first), ...names.slice(0, first), names[first]].join(' → ');
}
