/**
 * @param {string} version of tfjs-node
 * @param {string} [platform]
 * @param {string} [arch]
 * @param {string} [node]
 * @returns {string | undefined} why the addon can't be made here, and what to do instead
 */
export function problemHere(
  version,
  platform = process.platform,
  arch = process.arch,
  node = process.versions.node,
) {
  if (Number(node.split('.')[0]) >= 23) {
    return `@tensorflow/tfjs-node ${version} does not run on Node ${node}. Use Node 20 or 22`;
  }
  if (platform !== 'linux' || arch !== 'x64') {
    return (
      `the addon is made for linux on x64 only, not for ${platform} on ${arch}. ` +
      "Let tfjs-node download its own: in packages/backend-node, 'npm rebuild @tensorflow/tfjs-node'"
    );
  }
  return undefined;
}
