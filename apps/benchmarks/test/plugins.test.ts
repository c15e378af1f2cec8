import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { customGrad, getKernel, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { defineSampler } from '@tfjs-stn/core';
import { describe, expect, it } from 'vitest';

import type { Contestant } from '../src/contestants/contestant.js';
import { kernelHosts, nodeContestants } from '../src/contestants/node-contestants.js';
import { loadPlugins, pluginOperations } from '../src/contestants/plugins.js';
import { findPython } from '../src/peers/torch.js';
import type { Plugin } from '../src/contestants/plugins.js';
import { samplingProblems } from '../src/problems/sampling-problem.js';
import { outcomesOf } from './results-of.js';

const fixture = (name: string): string => new URL(`fixtures/${name}`, import.meta.url).pathname;
/** The same value with half of its gradient. */
const halve = (offset: Tensor): Tensor =>
  customGrad((given) => {
    const value = (given as Tensor).clone();
    return { value, gradFunc: (upstream: Tensor) => mul(upstream, 0.5) };
  })(offset);

function contestantsOf(plugins: readonly Plugin[]): Contestant[] {
  const problems = samplingProblems(1, pluginOperations(plugins));
  const given = { problems, seed: 1, plugins, cores: 1, python: findPython('/nowhere') };
  return nodeContestants(given);
}

async function results(
  plugins: readonly Plugin[],
  operation: string,
  pass: 'forward' | 'backward',
) {
  const contestants = contestantsOf(plugins).filter(({ backend }) => backend.startsWith('wasm'));
  return outcomesOf({ operation, pass, shape: [2, 9, 12, 3] }, contestants);
}

describe('loadPlugins', () => {
  it('finds transforms and samplers in a module', async () => {
    const plugins = await loadPlugins([fixture('shift-and-linear.mjs')]);
    expect(plugins.map(({ name }) => name).toSorted()).toEqual(['linear', 'shift']);
  });

  it('refuses what it can not use, in a line', async () => {
    await expect(loadPlugins([fixture('nothing.mjs')])).rejects.toThrow(
      /--plugin .*nothing\.mjs must export a transform or a sampler, got neither\./,
    );
    await expect(loadPlugins(['./nowhere.mjs'])).rejects.toThrow(
      '--plugin ./nowhere.mjs does not load:',
    );
    const twice = fixture('shift-and-linear.mjs');
    await expect(loadPlugins([twice, twice])).rejects.toThrow(/the name (shift|linear) is taken/);
  });
});

describe('a plugin', () => {
  it.each(['shift', 'linear'])('%s is checked and timed, forward and backward', async (name) => {
    const plugins = await loadPlugins([fixture('shift-and-linear.mjs')]);
    const forward = await results(plugins, name, 'forward');
    expect(forward).toMatchObject([
      { name: 'tfjs-stn on wasm', status: 'timed' },
      { name: 'tfjs-stn on wasm+kernels', status: 'timed' },
    ]);
    const backward = await results(plugins, name, 'backward');
    expect(backward).toMatchObject([{ status: 'timed' }, { status: 'timed' }]);
  });

  it('whose gradient is wrong is not timed backward', async () => {
    // Right weights, and half of their derivative.
    const halved = defineSampler('halved', () => ({
      taps: 2,
      weights: (offset) => {
        const own = halve(offset);
        return [sub(1, own), own];
      },
    }));
    const plugins = [{ name: 'halved', sampler: halved() }];
    expect(await results(plugins, 'halved', 'forward')).toMatchObject([
      { status: 'timed' },
      { status: 'timed' },
    ]);
    expect(await results(plugins, 'halved', 'backward')).toMatchObject([
      { status: 'failed', reason: expect.stringContaining('the gradient w.r.t. θ must be right') },
      { status: 'failed' },
    ]);
  });

  it('is measured without the kernels that an earlier contestant registered', async () => {
    const plugins = await loadPlugins([fixture('shift-and-linear.mjs')]);
    const [host] = kernelHosts(2, 2);
    await host?.activate();
    expect(getKernel('StnHomographyWarp', 'cpu')).toBeDefined();
    const [plain] = contestantsOf(plugins).filter(({ backend }) => backend === 'cpu');
    await plain?.setup({ operation: 'shift', pass: 'forward', shape: [1, 4, 4, 1] });
    expect(getKernel('StnHomographyWarp', 'cpu')).toBeUndefined();
  });

  it('whose result is not what it says is not timed', async () => {
    // It claims the fast kernel for bilinear, whose weights are the other way round.
    const mirrored = defineSampler('mirrored', () => ({
      taps: 2,
      fastKernel: 'bilinear',
      weights: (offset) => [offset, sub(1, offset)],
    }));
    const plugins = [{ name: 'mirrored', sampler: mirrored() }];
    expect(await results(plugins, 'mirrored', 'forward')).toMatchObject([
      { name: 'tfjs-stn on wasm', status: 'timed' },
      { name: 'tfjs-stn on wasm+kernels', status: 'failed' },
    ]);
  });
});
