/** What `#node-kernels` is in Node.js. */
export async function registerForNode(): Promise<boolean> {
  const { registerNodeKernels } = await import('@tfjs-stn/backend-node');
  await registerNodeKernels();
  return true;
}
