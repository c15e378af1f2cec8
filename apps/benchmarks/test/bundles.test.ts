import { describe, expect, it } from 'vitest';

import { bundleSizes } from '../src/report/bundles.js';

describe('bundleSizes', () => {
  it('gives the recorded sizes of our packages, and those of the files that peers load', () => {
    const { bundles, missingBundles } = bundleSizes();
    expect(missingBundles).toEqual([]);
    const size = (name: string) => bundles.find((each) => each.name === name);
    // core alone is some ten thousand bytes; with TensorFlow.js it would be several hundred thousand.
    expect(size('core')?.role).toBe('ours');
    expect(size('core')?.minified).toBeGreaterThan(5_000);
    expect(size('core')?.minified).toBeLessThan(150_000);
    for (const { minified, gzipped } of bundles) expect(gzipped).toBeLessThan(minified);
    expect(size('OpenCV.js')?.minified).toBeGreaterThan(5_000_000);
    expect(bundles.filter(({ role }) => role === 'peer')).toHaveLength(3);
  });

  it('lists peers whose files are missing, with the reason', () => {
    const { bundles, missingBundles } = bundleSizes({
      lost: [['onnxruntime-web', ['nothing.wasm']]],
      unknown: [['@tfjs-stn/nothing', ['index.js']]],
    });
    expect(bundles.filter(({ role }) => role === 'peer')).toEqual([]);
    expect(missingBundles).toEqual([
      { name: 'lost', reason: expect.stringContaining('ENOENT') },
      { name: 'unknown', reason: expect.stringContaining('@tfjs-stn/nothing') },
    ]);
  });
});
