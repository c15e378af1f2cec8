import './check-node.mjs';

import { build } from './build.mjs';
import { install } from './install.mjs';

/** Makes the repository ready to run: installs and builds what is stale, and nothing when nothing is. */
export async function prepare() {
  await install();
  await build();
}
