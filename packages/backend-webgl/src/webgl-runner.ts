import { type GPGPUProgram, type MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { env, type TensorInfo } from '@tensorflow/tfjs-core';
import { BackendError } from '@tfjs-stn/core/errors';
import {
  floatUniforms,
  glslOf,
  named,
  type GpuProgram,
  type GpuRunner,
} from '@tfjs-stn/gpu-kernels';

/** Runs programs, and reads what they gave. */
export interface WebGLRunner extends GpuRunner {
  /** Waits for the GPU. */
  read(tensor: TensorInfo): Float32Array;
}

/** Runs programs on tfjs's WebGL backend, with packed textures. */
export function webglRunner(backend: MathBackendWebGL): WebGLRunner {
  return {
    read: ({ dataId }) => backend.readSync(dataId) as Float32Array,
    run: (program) => run(backend, program),
    tensor: (shape, values) => backend.makeTensorInfo([...shape], 'float32', values),
    dispose: (tensor) => backend.disposeIntermediateTensorInfo(tensor),
  };
}

/** Translated programs by name. */
const translated = new Map<string, string>();

function run(backend: MathBackendWebGL, program: GpuProgram): TensorInfo {
  assertUsable(backend, program.name);
  const { name, inputs, output, outputShape, uniforms } = program;
  let userCode = translated.get(name);
  if (userCode === undefined) translated.set(name, (userCode = glslOf(program)));
  const own: GPGPUProgram = Object.assign(named(name), {
    variableNames: Object.keys(inputs),
    outputShape: output === 'texel' ? [1, ...outputShape] : rank4(outputShape),
    userCode,
    // Sizes are uniforms: another one compiles nothing.
    enableShapeUniforms: true,
    packedInputs: true,
    packedOutput: output !== 'scalar',
    customUniforms: Object.keys(uniforms).map((uniform) => ({
      name: uniform,
      type: isFloat(uniform) ? ('float' as const) : ('int' as const),
    })),
  });
  const values = Object.values(uniforms).map((value: number) => [value]);
  const read = Object.values(inputs).map((input) => ({ ...input, shape: rank4(input.shape) }));
  const result = backend.runWebGLProgram(own, read, 'float32', values);
  return { ...result, shape: [...outputShape] };
}

/**
 * The same texture as one of four axes. tfjs compiles a program apart for each set of axes of length 1,
 * so that items are counted along an axis where none of its rules tells one from many.
 */
function rank4(shape: readonly number[]): number[] {
  const [a = 1, b = 1, c = 1, d = 1] = shape;
  switch (shape.length) {
    case 4:
      return [1, a * b, c, d];
    case 3:
      return [a, 1, b, c];
    default:
      return [1, 1, ...shape];
  }
}

function isFloat(name: string): boolean {
  return floatUniforms.some((float) => float === name);
}

function assertUsable(backend: MathBackendWebGL, operation: string): void {
  if (!env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) {
    throw new BackendError(
      operation,
      "textures must hold 32-bit floats, got a device that draws to 16-bit ones alone, too coarse for coordinates. Use another backend: tf.setBackend('wasm')",
    );
  }
  if (backend.gpgpu.gl.isContextLost()) {
    throw new BackendError(
      operation,
      "the WebGL context was lost, and its tensors with it. Call tf.removeBackend('webgl'), set the backend again, and create models and tensors again",
    );
  }
}
