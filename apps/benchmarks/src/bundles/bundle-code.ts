import { fileURLToPath } from 'node:url';

import { packageConditions } from '../node/package-conditions.js';

const root: string = fileURLToPath(new URL('../../', import.meta.url));
const entry = 'virtual:entry';

/**
 * Everything that packages publish, as one minified module; without TensorFlow.js, unless that is
 * what they are.
 *
 * @throws Error where they can't be bundled, because they are not built
 */
export async function bundleCode(packages: readonly string[]): Promise<string> {
  const { build } = await import('vite');
  const conditions = await packageConditions();
  const isTfjs = packages.some((name) => name.startsWith('@tensorflow/'));
  const result = await build({
    // Packages are looked for from here, wherever the program was started.
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions },
    plugins: [
      {
        name: 'entry',
        // The bundler makes an absolute path of it.
        resolveId: (id) => (id.endsWith(entry) ? `\0${entry}` : null),
        load: (id) =>
          id === `\0${entry}`
            ? packages.map((name, index) => `export * as part${index} from '${name}';`).join('\n')
            : null,
      },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      // As a program: a library would keep its white space.
      rollupOptions: {
        input: entry,
        external: isTfjs ? [] : [/^@tensorflow\//],
        output: { format: 'es' },
        preserveEntrySignatures: 'strict',
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('the bundler gave nothing');
  return output.output.map((chunk) => ('code' in chunk ? chunk.code : '')).join('');
}
