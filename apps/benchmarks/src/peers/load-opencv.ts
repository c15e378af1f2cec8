import { createRequire } from 'node:module';

import type opencv from '@techstark/opencv-js';

/** OpenCV's functions. */
export type OpenCv = typeof opencv;

let loading: Promise<{ readonly cv: OpenCv }> | undefined;

/**
 * Loads OpenCV, wrapped up: the module is thenable for ever, so that whoever awaits it, or its
 * `import()`, waits for ever too.
 */
export function loadOpencv(): Promise<{ readonly cv: OpenCv }> {
  return (loading ??= load());
}

async function load(): Promise<{ readonly cv: OpenCv }> {
  const cv: OpenCv = createRequire(import.meta.url)('@techstark/opencv-js');
  await new Promise<void>((resolve) => {
    if (typeof cv.Mat === 'function') resolve();
    else Object.assign(cv, { onRuntimeInitialized: () => resolve() });
  });
  return { cv };
}
