/**
 * Creates src/assets/digits-*.bin: the page's training and test digits. Run it again only to change
 * the selection.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { firstOfEachClass, readMnist } from './mnist.mjs';

const assets = new URL('../src/assets/', import.meta.url);

for (const [name, set, perClass] of /** @type {const} */ ([
  ['training', 'train', 158],
  ['test', 't10k', 100],
])) {
  const { images, labels } = firstOfEachClass(readMnist(set), perClass);
  const grey = images.map((value) => Math.round((15 * value) / 255));
  const pairs = Uint8Array.from(
    { length: grey.length / 2 },
    (_, pair) => (Number(grey[2 * pair]) << 4) | Number(grey[2 * pair + 1]),
  );
  const file = fileURLToPath(new URL(`digits-${name}.bin`, assets));
  const packed = gzipSync(Buffer.concat([labels, pairs]), { level: 9 });
  writeFileSync(file, packed);
  console.log(`${labels.length} digits, ${packed.length} bytes: ${file}`);
}
