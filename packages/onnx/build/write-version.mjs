// Writes the version of package.json where the sources can import it.
import { readFileSync, writeFileSync } from 'node:fs';

const read = new URL('../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(read, 'utf8'));
writeFileSync(
  new URL('../src/version.generated.ts', import.meta.url),
  `/** Of this package; it is written into exported files. */\nexport const version = '${version}';\n`,
);
