import { spawnSync } from 'node:child_process';

import { expect, test } from 'vitest';

/** Runs a program that computes on tfjs's cpu backend and warns. */
function errorsOf(begin: string): string {
  const program = `${begin}
    await import('@tensorflow/tfjs-backend-cpu');
    const { ones } = await import('@tensorflow/tfjs-core');
    ones([1]).dataSync();
    console.warn('a warning of %s', 'ours', process.env.TF_CPP_MIN_LOG_LEVEL);`;
  const cwd = new URL('../../experiments', import.meta.url);
  const args = ['--input-type=module', '--eval', program];
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8' }).stderr;
}

test('quietTensorFlow keeps out the banner of tfjs, and no other warning', () => {
  const module = new URL('../src/quiet-tensorflow.mjs', import.meta.url).href;
  expect(errorsOf('')).toContain('Hi, looks like you are running TensorFlow.js');
  expect(errorsOf(`(await import('${module}')).quietTensorFlow();`)).toBe('a warning of ours 2\n');
});
