export { findChromium } from './find-chromium.mjs';
export { launchChromium } from './launch-chromium.mjs';
