import * as tf from '@tensorflow/tfjs-core';
import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';

import { threadsName } from '../cases/cases.js';
import { Absent, timed, type Checked, type Identity, type Work } from './contestant.js';

/** A backend of tfjs, with or without our kernels. */
export interface TfjsHost {
  /** What `--backend` takes: `wasm+kernels`. */
  readonly name: string;
  readonly threads?: number | undefined;
  /** Whether names of contestants include the thread count, because there are several. */
  readonly namesThreads?: boolean;
  /** Whether tfjs's own ops compete here too: once for each backend is enough. */
  readonly peers?: boolean;
  /** Whether gradients of convolutions and pooling are ours here. */
  readonly trains?: boolean;
  /** Whether calls with copies of image and output, as peers make them, compete as well. */
  readonly copies?: boolean;
  /** Whether only sampling competes, because tfjs's own ops ignore the thread count. */
  readonly samplesOnly?: boolean;
  /** What computes slowly here, once it is active: plain JavaScript, or a GPU in software. */
  slow?(): string | undefined;
  /** Makes it the current backend. Throws Absent if this machine does not have it. */
  activate(): Promise<void>;
  /** Resolves when a tensor's values are there; absent where calls compute synchronously. */
  wait?(tensor: tf.Tensor): Promise<void>;
  /** What a reader of its figures must know, once it is active. */
  note?(): string | undefined;
}

/** The name of a contestant on a backend. */
export function identityOn(host: TfjsHost, what: string, role: Identity['role']): Identity {
  const { name, threads, namesThreads } = host;
  const suffix = namesThreads && threads !== undefined ? `, ${threadsName(threads)}` : '';
  return { name: `${what} on ${name}${suffix}`, role, backend: name, threads };
}

let current: string | undefined;

/** Makes a backend the current one. Throws Absent if it does not start. */
export async function useBackend(name: string): Promise<void> {
  // Asked for its backend before there is one, tfjs would start another.
  if (current !== undefined && tf.getBackend() === name) return;
  // Outside production mode tfjs prints a banner in Node.
  tf.enableProdMode();
  const started = await tf.setBackend(name).catch(() => false);
  if (!started) throw new Absent(`tfjs's backend ${name} does not start on this machine`);
  await tf.ready();
  current = name;
}

let wasmKernels: readonly (() => void)[] = [];

/** tfjs's wasm backend, with our kernels registered or not. */
export function wasmHost(name: string, threads: number, kernels: boolean): TfjsHost {
  const activate = async (): Promise<void> => {
    await useBackend('wasm');
    if (kernels === wasmKernels.length > 0) return;
    wasmKernels.forEach((unregister) => unregister());
    const register = [registerWasmKernels, registerWasmTrainingKernels];
    wasmKernels = kernels ? await Promise.all(register.map((each) => each())) : [];
  };
  return { name, threads, activate };
}

/** Waits for a GPU by reading one value back: reading the whole tensor would time the bus as well. */
export async function waitForValue(tensor: tf.Tensor): Promise<void> {
  const one = tf.tidy(() => tf.slice(tf.reshape(tensor, [tensor.size]), [0], [1]));
  await one.data();
  one.dispose();
}

/** Throws Absent where the current backend does not have a kernel. */
export function requireKernel(name: string): void {
  const backend = tf.getBackend();
  if (tf.getKernel(name, backend) !== undefined) return;
  throw new Absent(`there is no kernel ${name} for tfjs's backend ${backend}`);
}

/** Throws Absent where a slow backend would take more than some seconds. */
export function requireFew(host: TfjsHost, count: number, most: number, what: string): void {
  const slow = host.slow?.();
  if (slow !== undefined && count > most) throw new Absent(`${slow} takes too long for ${what}`);
}

/** The same for an image that is sampled: so many values take a second or so. */
export function requireFewValues(host: TfjsHost, count: number): void {
  requireFew(host, count, 200_000, `${count} values`);
}

/** The values of a tensor, which is disposed. */
export async function valuesOf(tensor: tf.Tensor): Promise<Float32Array> {
  const values = Float32Array.from(await tensor.data());
  tensor.dispose();
  return values;
}

/** The work of computing tensors on a backend; `held` is disposed at last. */
export function tensorWork(
  host: TfjsHost,
  compute: () => readonly tf.Tensor[],
  check: () => Promise<Checked>,
  held: readonly { dispose(): void }[],
): Work {
  const { wait } = host;
  const dispose = (all: readonly { dispose(): void }[]): void =>
    all.forEach((each) => each.dispose());
  const awaited = async (tensors: readonly tf.Tensor[]): Promise<void> => {
    for (const tensor of tensors) await wait?.(tensor);
    dispose(tensors);
  };
  return {
    time: timed(() => (wait ? awaited(compute()) : dispose(compute()))),
    async check() {
      const checked = await check();
      const before = tf.memory().numBytes;
      let made: readonly tf.Tensor[] = [];
      const { peakBytes } = await tf.profile(() => [...(made = compute())]);
      const bytes = Math.max(peakBytes, tf.memory().numBytes) - before;
      dispose(made);
      return { ...checked, bytes, note: host.note?.() };
    },
    dispose: () => dispose(held),
  };
}
