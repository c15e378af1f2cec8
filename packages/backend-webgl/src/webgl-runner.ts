import { type GPGPUProgram, type MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { type TensorInfo } from '@tensorflow/tfjs-core';
import {
  floatUniforms,
  glslOf,
  type GpuProgram,
  type GpuRunner,
  type Uniforms,
} from '@tfjs-stn/gpu-kernels';

/** Runs programs on tfjs's WebGL backend, with packed textures. */
export function webglRunner(backend: MathBackendWebGL): GpuRunner {
  return {
    run: (program) => run(backend, program),
    tensor: (shape, values) => backend.makeTensorInfo([...shape], 'float32', values),
    dispose: (tensor) => backend.disposeIntermediateTensorInfo(tensor),
  };
}

/** Translated programs by name. */
const translated = new Map<string, string>();

function run(backend: MathBackendWebGL, program: GpuProgram): TensorInfo {
  const { name, inputs, output, outputShape, uniforms } = program;
  let userCode = translated.get(name);
  if (userCode === undefined) translated.set(name, (userCode = glslOf(program)));
  const own: GPGPUProgram = Object.assign(new (profiledAs(name))(), {
    variableNames: Object.keys(inputs),
    outputShape: [...outputShape],
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
  return backend.runWebGLProgram(own, Object.values(inputs), 'float32', values);
}

/** A class that `tf.profile` shows by name. */
function profiledAs(name: string): new () => object {
  return { [name]: class {} }[name] as new () => object;
}

function isFloat(name: string): boolean {
  return floatUniforms.some((float) => float === name);
}
