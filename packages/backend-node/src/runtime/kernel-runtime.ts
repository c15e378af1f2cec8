import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import { runTask, teamPolicy, type TeamPolicy } from '@tfjs-stn/kernels/team';
import type { KernelPlan, KernelRunner, KernelTask } from '@tfjs-stn/kernels/tfjs';

import { hookBackend } from '../values/hook-backend.js';
import { copyResult, keepResult } from '../values/keep-result.js';
import type { NodeBackend } from '../values/node-backend.js';
import { stageInput } from '../values/stage-input.js';
import { ValueStore, type SharedValues } from '../values/value-store.js';
import { allocatedBytes } from './allocator.js';
import { idleTimeout } from './idle-timeout.js';
import { mostBytes, openWasmMemory, type CompiledKernels, type WasmMemory } from './wasm-memory.js';

/** Runs kernels on tensors of tfjs's backends, with the threads that it is allowed. */
export interface KernelRuntime {
  /** With the calling thread. Set, it holds from the next task on. */
  threads: number;
  /**
   * Runs a task. A large result stays in the memory of the kernels until its tensor is disposed of,
   * and so does a copy of a large input.
   *
   * @throws BackendError without memory, or if a thread ends meanwhile; the next call starts new ones
   */
  run(backend: NodeBackend, task: KernelTask): TensorInfo;
  /**
   * Gives memory and threads back, which the next task takes again. Results that are alive move to
   * memory of JavaScript.
   */
  release(): void;
}

/** A memory, and the tensors that lie there. */
interface Workplace {
  readonly memory: WasmMemory;
  readonly store: ValueStore;
  readonly hooks: Map<NodeBackend, () => void>;
  readonly policy: TeamPolicy;
}

/**
 * A runtime that holds nothing yet. Memory is taken with the first task and threads with the first
 * that is worth them; once no task has come for a while, both are given back.
 */
export function kernelRuntime(
  compiled: CompiledKernels,
  threads: number,
  policy: TeamPolicy = teamPolicy(),
): KernelRuntime {
  let place: Workplace | undefined;
  const leave = (): void => {
    const former = place;
    place = undefined;
    if (former) closeWorkplace(former);
  };
  const runtime: KernelRuntime = {
    threads,
    run(backend, task) {
      // One with more threads than are allowed now may stay, in case the number is raised again.
      if (place && place.memory.team.threads < runtime.threads) runtime.release();
      place ??= openWorkplace(task.name, compiled, runtime.threads, policy);
      const { memory, store, hooks } = place;
      if (!hooks.has(backend)) hooks.set(backend, hookBackend(backend, store));
      try {
        const result = runWithRoom(place, runtime.threads, backend, task);
        if (use.isWasteful(memory.peakBytes(), memory.buffer.byteLength)) runtime.release();
        return result;
      } catch (error) {
        if (memory.team.isBroken) leave();
        throw error;
      }
    },
    release() {
      leave();
      use.rest();
    },
  };
  const use = idleTimeout(() => runtime.release());
  return runtime;
}

/** The kernels of a backend on a runtime. */
export function kernelRunner(backend: NodeBackend, runtime: KernelRuntime): KernelRunner {
  return { zeroCopy: false, run: (task) => runtime.run(backend, task) };
}

function openWorkplace(
  operation: string,
  compiled: CompiledKernels,
  threads: number,
  policy: TeamPolicy,
): Workplace {
  const memory = openWasmMemory(operation, compiled, threads);
  return { memory, store: new ValueStore(memory), hooks: new Map(), policy };
}

function closeWorkplace({ memory, store, hooks }: Workplace): void {
  try {
    store.moveOut();
  } finally {
    for (const undo of hooks.values()) undo();
    memory.team.close();
  }
}

/** Runs a task, and makes room for it where there is none, by moving all other tensors out. */
function runWithRoom(
  place: Workplace,
  allowed: number,
  backend: NodeBackend,
  task: KernelTask,
): TensorInfo {
  const threads = place.policy.threadsFor(task, allowed);
  const plan = task.plan(threads);
  const bytes = bytesOf(task, plan);
  if (bytes < mostBytes) {
    const result = attempt(place, backend, task, plan, threads);
    if (result) return result;
    place.store.moveOut();
    const second = attempt(place, backend, task, plan, threads);
    if (second) return second;
  }
  throw new BackendError(
    task.name,
    `out of memory: copies of the tensors and what kernels work in take ${bytes} bytes, and there are ${place.memory.buffer.byteLength} of at most ${mostBytes}. Take a smaller batch`,
  );
}

/** All that a task needs at the same time. */
function bytesOf({ inputs, outputShape }: KernelTask, { scratchBytes }: KernelPlan): number {
  const shapes = [...inputs.map(({ shape }) => shape), outputShape];
  return shapes.reduce(
    (sum, shape) => sum + allocatedBytes(util.sizeFromShape([...shape]) * 4),
    allocatedBytes(scratchBytes),
  );
}

const noRoom = new Error('no room');

/** The memory that a task takes, and gives back unless a tensor stays there. */
interface TaskMemory {
  take(bytes: number): number;
  stays(address: number): void;
}

/** @returns undefined if there is no room for the task next to the tensors that lie in the memory */
function attempt(
  { memory, store, policy }: Workplace,
  backend: NodeBackend,
  task: KernelTask,
  plan: KernelPlan,
  threads: number,
): TensorInfo | undefined {
  const taken = new Set<number>();
  const take = (bytes: number): number => {
    const address = memory.take(bytes);
    if (address === undefined) throw noRoom;
    taken.add(address);
    return address;
  };
  const own: TaskMemory = { take, stays: (address) => void taken.delete(address) };
  try {
    const inputs = placeInputs(memory, store, own, backend, task);
    const output = take(util.sizeFromShape([...task.outputShape]) * 4);
    const scratch = take(plan.scratchBytes);
    const workspace = { inputs, output, scratch, buffer: memory.buffer };
    runTask(memory.team, policy, { task, threads, plan, workspace, take });
    return placeResult(store, own, backend, task, output);
  } catch (error) {
    if (error === noRoom) return undefined;
    throw error;
  } finally {
    for (const address of taken) memory.give(address);
    store.trim();
  }
}

/** Below this many bytes a copy takes less time than to keep account of a tensor. */
const worthKeeping = 16 * 1024;

/** Addresses of a task's inputs; those that do not lie in the memory are copied there. */
function placeInputs(
  memory: WasmMemory,
  store: ValueStore,
  { take, stays }: TaskMemory,
  backend: NodeBackend,
  { name, inputs }: KernelTask,
): number[] {
  // All of them before any memory is taken.
  const copies = inputs.map((input) =>
    store.find(input.dataId) === undefined ? stageInput(backend, input, name) : undefined,
  );
  return inputs.map(({ dataId, shape, dtype: given }, index) => {
    const found = store.find(dataId);
    if (found !== undefined) return found;
    const length = util.sizeFromShape(shape);
    const dtype = given === 'int32' ? given : 'float32';
    const values: SharedValues = { address: take(length * 4), store, length, dtype };
    copies[index]?.(store.view(values));
    if (length * 4 >= worthKeeping) {
      store.keepCopy(dataId, values);
      stays(values.address);
    }
    return values.address;
  });
}

/** A tensor of a task's output, which stays where it is if it is large. */
function placeResult(
  store: ValueStore,
  { stays }: TaskMemory,
  backend: NodeBackend,
  { outputShape, outputDtype: dtype = 'float32' }: KernelTask,
  address: number,
): TensorInfo {
  const shape = [...outputShape];
  const values: SharedValues = { address, store, length: util.sizeFromShape(shape), dtype };
  const bytes = values.length * 4;
  const isKept = bytes >= worthKeeping && store.hasRoom(bytes);
  const kept = isKept ? keepResult(backend, store, values, shape) : undefined;
  if (kept) stays(address);
  return kept ?? copyResult(backend, store, values, shape);
}
