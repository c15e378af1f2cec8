import { type WebGPUBackend, type WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { Fill, getKernel, util, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import {
  channelLayout,
  floatUniforms,
  named,
  threadCount,
  wgslOf,
  type GpuProgram,
  type GpuRunner,
  type Uniforms,
  type WgslProgram,
} from '@tfjs-stn/gpu-kernels';

/** Runs programs on tfjs's WebGPU backend. */
export function webgpuRunner(backend: WebGPUBackend): GpuRunner {
  const { device } = backend;
  if (!losses.has(device)) {
    losses.set(device, undefined);
    void device.lost.then(({ message }) => losses.set(device, message));
  }
  return {
    run(program) {
      assertPresent(device, program.name);
      return run(backend, program);
    },
    tensor: (shape, values) => backend.makeTensorInfo([...shape], 'float32', values),
    dispose: ({ dataId }) => void backend.disposeData(dataId),
  };
}

/** Why a device was lost; undefined while it is there. */
const losses = new WeakMap<GPUDevice, string | undefined>();

function assertPresent(device: GPUDevice, operation: string): void {
  const reason = losses.get(device);
  if (reason === undefined) return;
  throw new BackendError(
    operation,
    `the WebGPU device was lost (${reason}), and its tensors with it. Call tf.removeBackend('webgpu'), set the backend again, and create models and tensors again`,
  );
}

const workgroup = 64;

/** Translated programs, by name and layout of channels. */
const translated = new Map<string, WgslProgram>();

function run(backend: WebGPUBackend, program: GpuProgram): TensorInfo {
  const { name, inputs, output, outputShape, uniforms } = program;
  const shaderKey = `${name}_${channelLayout(program)}`;
  let wgsl = translated.get(shaderKey);
  if (wgsl === undefined) translated.set(shaderKey, (wgsl = wgslOf(program)));
  const { code, outputComponent, variableComponents } = wgsl;
  const threads = threadCount(program);
  const own: WebGPUProgram = Object.assign(named(name), {
    variableNames: Object.keys(inputs),
    outputShape: [...outputShape],
    shaderKey,
    dispatchLayout: { x: outputShape.map((_, axis) => axis) },
    dispatch: [Math.ceil(threads / workgroup), 1, 1] satisfies [number, number, number],
    workgroupSize: [workgroup, 1, 1] satisfies [number, number, number],
    uniforms: declarations(uniforms),
    outputComponent,
    variableComponents,
    atomic: output === 'visit',
    getUserCode: () => code,
  });
  return backend.runWebGPUProgram(
    own,
    Object.values(inputs).map(flat),
    output === 'visit' ? 'int32' : 'float32',
    values(uniforms, threads),
    output === 'visit' ? zeros(backend, outputShape) : undefined,
  );
}

/** Zeros: a new integer tensor is not cleared. */
function zeros(backend: WebGPUBackend, shape: readonly number[]): TensorInfo {
  const attrs = { shape: [...shape], value: 0, dtype: 'int32' as const };
  return getKernel(Fill, 'webgpu').kernelFunc({ inputs: {}, backend, attrs }) as TensorInfo;
}

/** Programs compute indices themselves: one shape for all, so that tfjs compiles no other for another. */
function flat({ dataId, shape, dtype }: TensorInfo): TensorInfo {
  return { dataId, shape: [util.sizeFromShape(shape)], dtype };
}

function isFloat(name: string): boolean {
  return floatUniforms.some((float) => float === name);
}

function declarations(uniforms: Uniforms): string {
  const own = Object.keys(uniforms).map((name) => `${name} : ${isFloat(name) ? 'f32' : 'i32'},`);
  return [...own, 'threads : i32,'].join(' ');
}

function values(uniforms: Uniforms, threads: number): { type: string; data: number[] }[] {
  const own = Object.entries(uniforms).map(([name, value]: [string, number]) => ({
    type: isFloat(name) ? 'float32' : 'int32',
    data: [value],
  }));
  return [...own, { type: 'int32', data: [threads] }];
}
