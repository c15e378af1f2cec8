import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Makes Mesa draw on the CPU and without a window, unless the environment says otherwise. */
export const softwareGpu = { EGL_PLATFORM: 'surfaceless', LIBGL_ALWAYS_SOFTWARE: '1' };

/** WebGL 2 on the system's OpenGL, which is faster on a CPU than Chromium's own SwiftShader. */
export const chromiumFlags = [
  '--use-angle=gl-egl',
  '--ignore-gpu-blocklist',
  // A slow program is no hung one.
  '--disable-gpu-watchdog',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** @returns {string | undefined} the Chromium that TFJS_STN_BROWSER names, or the one on the PATH */
export function findChromium() {
  const named = process.env['TFJS_STN_BROWSER'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
