import { describe, expect, it } from 'vitest';

import { weigh } from '../src/bundles/measure-bundles.js';

describe('weigh', () => {
  it('bundles a package without TensorFlow.js, and compresses it', async () => {
    const { bundles, missingBundles } = await weigh([
      { name: 'core', role: 'ours', packages: ['@tfjs-stn/core'] },
    ]);
    expect(missingBundles).toEqual([]);
    const [core] = bundles;
    // core alone is some ten thousand bytes; with TensorFlow.js it would be several hundred thousand.
    expect(core?.minified).toBeGreaterThan(5_000);
    expect(core?.minified).toBeLessThan(150_000);
    expect(core?.gzipped).toBeLessThan(core?.minified ?? 0);
  });

  it('lists what is not there, with the reason', async () => {
    const { bundles, missingBundles } = await weigh([
      { name: 'lost', role: 'peer', files: ['onnxruntime-web', ['nothing.wasm']] },
      { name: 'unknown', role: 'ours', packages: ['@tfjs-stn/nothing'] },
    ]);
    expect(bundles).toEqual([]);
    expect(missingBundles).toEqual([
      { name: 'lost', reason: expect.stringContaining('ENOENT') },
      { name: 'unknown', reason: expect.stringContaining('@tfjs-stn/nothing') },
    ]);
  });
});
