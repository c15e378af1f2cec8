/** What `#node-kernels` is where there is no Node.js, so that no bundler looks for its modules. */
export async function registerForNode(): Promise<boolean> {
  return Promise.resolve(false);
}
