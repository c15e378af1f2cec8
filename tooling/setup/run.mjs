import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { prepare } from './prepare.mjs';
import { root } from './workspace.mjs';

/**
 * `node run.mjs <script> [arguments]` installs and builds what is stale, then runs a script of this
 * repository in this same process, so that signals need no passing on. Without a script it only
 * builds. Of an app that is built itself, only the app and what it needs is built.
 */
const [script, ...args] = process.argv.slice(2);

// A signal to npm alone ends the shell between npm and this process, which gets a new parent.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.env['npm_lifecycle_event'] === undefined || process.ppid === parent) return;
  clearInterval(watch);
  process.kill(process.pid, 'SIGINT');
}, 250);
watch.unref();

const [, app] = /^(apps\/[^/]+)\/dist\//.exec(script ?? '') ?? [];
await prepare(app);
if (script !== undefined) {
  const file = join(root, script);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}
