// Measures the packages as they are built, and writes bundle-sizes.json.
import { rmSync } from 'node:fs';

import { install } from './install.mjs';
import { makeProject } from './make-project.mjs';
import { measureSizes, weighedPackages } from './measure-sizes.mjs';
import { writeSizes } from './recorded-sizes.mjs';

const project = await makeProject();
try {
  const packages = weighedPackages();
  await install(project);
  await install(
    project,
    packages.map((name) => `./tarballs/${name}.tgz`),
  );
  const sizes = await measureSizes(project, packages);
  writeSizes(sizes);
  console.table(sizes);
} finally {
  rmSync(project, { recursive: true, force: true });
}
