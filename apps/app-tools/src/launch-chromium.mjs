/** It asks nobody for anything, and has WebGL in software where there is no GPU. */
const flags = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
];

/**
 * Starts a Chromium without a window.
 *
 * @param {string} executablePath
 * @param {readonly string[]} [further] flags beside those that every app wants
 * @returns {Promise<import('playwright-core').Browser>}
 * @throws Error in playwright's words if it does not start
 */
export async function launchChromium(executablePath, further = []) {
  // Most who look for a Chromium find that they need not drive it.
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: [...flags, ...further], chromiumSandbox: false });
}
