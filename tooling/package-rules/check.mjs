import { checkBoundaries } from './check-boundaries.mjs';
import { checkPublicNames, readPublicNames, writePublicNames } from './check-public-names.mjs';
import { allDependencies, dependencyRules } from './dependency-rules.mjs';
import { documentRules } from './document-rules.mjs';
import { manifestRules } from './manifest-rules.mjs';
import { publicNames } from './public-names.mjs';
import { packagesIn } from './repository.mjs';
import { applyRules } from './rule.mjs';

/**
 * The checks by name: `node tooling/package-rules/check.mjs boundaries`, or all of them.
 *
 * @type {Record<string, () => string[]>}
 */
const checks = {
  boundaries: checkBoundaries,
  packages: () => {
    const packages = packagesIn('packages');
    const names = publicNames();
    return [
      ...applyRules(manifestRules, packages, ({ folder }) => folder),
      ...applyRules(dependencyRules, allDependencies(), ({ folder, name }) => `${folder}, ${name}`),
      ...applyRules(documentRules(names), packages, ({ folder }) => folder),
      ...checkPublicNames(names, readPublicNames()),
    ];
  },
};

const given = process.argv.slice(2);
if (given.includes('--write')) writePublicNames(publicNames());

const wanted = given.filter((argument) => argument !== '--write');
const unknown = wanted.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(
    `package rules: checks are ${Object.keys(checks).join(', ')}, got ${unknown.join(', ')}`,
  );
  process.exit(1);
}
const problems = Object.entries(checks)
  .filter(([name]) => wanted.length === 0 || wanted.includes(name))
  .flatMap(([, check]) => check());
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0 ? 'package rules: all hold' : `package rules: ${problems.length} broken`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
