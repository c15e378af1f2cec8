/** What each backend needs: tf.layers brings the gradients of tfjs's ops. */
export const load: Record<string, () => unknown> = {
  cpu: () =>
    Promise.all([import('@tensorflow/tfjs-backend-cpu'), import('@tensorflow/tfjs-layers')]),
  wasm: () =>
    Promise.all([import('@tensorflow/tfjs-backend-wasm'), import('@tensorflow/tfjs-layers')]),
};
