// Lets plain Node run the repository's sources: node --conditions=@tfjs-stn/source --import <this>.
import { readFile } from 'node:fs/promises';
import { createRequire, register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/** The repository's own; this package does not depend on its version. */
const require = createRequire(new URL('../../../../package.json', import.meta.url));

// Node loads this file once more, in the thread where its hooks run.
if (isMainThread) register(import.meta.url);

/** A source imports another by the name that it will have when it is built. */
export async function resolve(specifier, context, next) {
  const isOwn = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  return next(isOwn ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const ts = require('typescript');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const text = await readFile(new URL(url), 'utf8');
  const source = ts.transpileModule(text, { compilerOptions }).outputText;
  return { format: 'module', shortCircuit: true, source };
}
