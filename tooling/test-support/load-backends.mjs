/**
 * Registers the gradients of tfjs's ops, which tfjs-core alone does not have.
 *
 * @returns {Promise<unknown>}
 */
const gradients = () => import('@tensorflow/tfjs-layers');

/**
 * tfjs's own backends with the gradients of its ops, by name, each loaded on demand:
 * the hook `load` of `describeBackends`.
 *
 * @type {Readonly<Record<'cpu' | 'wasm' | 'tensorflow', () => Promise<unknown>>>}
 */
export const loadBackends = {
  cpu: () => Promise.all([import('@tensorflow/tfjs-backend-cpu'), gradients()]),
  wasm: () => Promise.all([import('@tensorflow/tfjs-backend-wasm'), gradients()]),
  tensorflow: () => Promise.all([import('@tensorflow/tfjs-node'), gradients()]),
};
