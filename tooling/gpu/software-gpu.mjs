export { findChromium } from '@tfjs-stn-apps/app-tools/chromium';

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
