import { createRequire } from 'node:module';

/** The packages that have TensorFlow.js's backends, and with tf.layers its gradients, installed. */
const layers = createRequire(new URL('../../../packages/layers/package.json', import.meta.url));
const loadAll = (...names: string[]): Promise<unknown> =>
  Promise.all(names.map((name) => import(layers.resolve(`@tensorflow/${name}`))));

/** Makes each backend known to TensorFlow.js, and the gradients of its ops. */
export const load = {
  cpu: (): Promise<unknown> => loadAll('tfjs-backend-cpu', 'tfjs-layers'),
  wasm: (): Promise<unknown> => loadAll('tfjs-backend-wasm', 'tfjs-layers'),
};
