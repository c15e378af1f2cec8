/**
 * Under which conditions a bundler is to resolve packages: beside sources, sources are taken; what
 * is built takes what is built.
 */
export async function packageConditions(): Promise<string[]> {
  const { defaultClientConditions } = await import('vite');
  const fromSources = import.meta.url.endsWith('.ts') && process.env['TFJS_STN_DIST'] !== '1';
  return [...defaultClientConditions, ...(fromSources ? ['@tfjs-stn/source'] : [])];
}
