/** Loads tfjs-node, which fails where its native addon was not built. */
export async function loadTensorflow(): Promise<void> {
  await import('@tensorflow/tfjs-node');
}
