import { engine, setBackend, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';

/** Numbers that any backend can make a tensor of. */
export interface Values {
  readonly shape: number[];
  readonly data: Float32Array | Int32Array;
}

/** What a kernel gave, read back. */
export interface Result extends Values {
  readonly dtype: string;
}

type Attributes = Parameters<ReturnType<typeof engine>['runKernel']>[2];

/** Runs one kernel on a backend. */
export async function runKernel(
  backendName: 'cpu' | 'wasm',
  kernelName: string,
  inputs: { readonly [name: string]: Values },
  attributes: object,
): Promise<Result> {
  await setBackend(backendName);
  return tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, data }]) => [name, tensor(data, shape)]),
    );
    const output = engine().runKernel<Tensor>(kernelName, tensors, attributes as Attributes);
    const data = output.dataSync() as Float32Array | Int32Array;
    return { shape: output.shape, data, dtype: output.dtype };
  });
}
