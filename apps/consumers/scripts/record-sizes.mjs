// Measures the built packages and writes bundle-sizes.json.
import { rmSync } from 'node:fs';

import { install, makeProject } from './project.mjs';
import { programPackages } from './repository.mjs';
import { measureSizes, weighedPackages, writeSizes } from './sizes.mjs';

const project = await makeProject();
try {
  const packages = weighedPackages();
  await install(project);
  await install(
    project,
    programPackages().map((name) => `./tarballs/${name}.tgz`),
  );
  const sizes = await measureSizes(project, packages);
  writeSizes(sizes);
  console.table(sizes);
} finally {
  rmSync(project, { recursive: true, force: true });
}
