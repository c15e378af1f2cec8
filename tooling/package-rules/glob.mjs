/**
 * @param {string} pattern `*` within a folder, `**` across folders, `{a,b}` for either
 * @returns {(path: string) => boolean} whether a path, with `/`, fits the pattern as a whole
 */
export function glob(pattern) {
  const source = pattern
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_, names) => `(?:${names.replaceAll(',', '|')})`)
    .replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'));
  const expression = new RegExp(`^${source}$`);
  return (path) => expression.test(path);
}
