import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readManifest, root, workspaceManifests } from '../setup/workspace.mjs';
import { checkImports } from './check-imports.mjs';
import { documentProblems, nameProblems, publicNames } from './check-names.mjs';
import { dependencyProblems, manifestProblems, readCatalog } from './check-packages.mjs';

/** The checked-in list: who adds or removes a public name says so here. */
const listFile = join(root, 'tooling', 'package-rules', 'public-names.json');

/** The checks by name; `--write` renews the list of public names first. */
const checks = { imports: importProblems, packages: packageProblems };

async function importProblems() {
  const { problems, warnings } = await checkImports();
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  return problems;
}

async function packageProblems() {
  const all = workspaceManifests();
  const published = new Map([...all].filter(([folder]) => folder.startsWith('packages/')));
  const names = await publicNames(published);
  if (process.argv.includes('--write')) {
    writeFileSync(listFile, `${JSON.stringify(names, undefined, 2)}\n`);
  }
  const catalog = readCatalog();
  const pnpm = `pnpm@${catalog.get('pnpm')}`;
  const { packageManager } = readManifest('.');
  return [
    ...[...published].flatMap(([folder, manifest]) => [
      ...manifestProblems(folder, manifest),
      ...documentProblems(folder, manifest.name, names),
    ]),
    ...dependencyProblems(all, catalog),
    ...nameProblems(names, JSON.parse(readFileSync(listFile, 'utf8'))),
    ...(packageManager === pnpm ? [] : [`packageManager must be ${pnpm}, got ${packageManager}`]),
  ];
}

const wanted = process.argv.slice(2).filter((argument) => argument !== '--write');
const unknown = wanted.filter((name) => !(name in checks));
/** @type {string[]} */
const problems = unknown.map(
  (name) => `rules: a check must be one of ${Object.keys(checks).join(', ')}, got ${name}`,
);
for (const [name, check] of Object.entries(checks)) {
  if (wanted.length === 0 || wanted.includes(name)) problems.push(...(await check()));
}
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'rules: all hold' : `rules: ${problems.length} broken`);
process.exitCode = problems.length === 0 ? 0 : 1;
