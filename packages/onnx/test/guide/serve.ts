import { InferenceSession, Tensor } from 'onnxruntime-node'; // or 'onnxruntime-web'

export async function straighten(
  path: string,
  pixels: Float32Array,
  shape: readonly number[], // [batch, height, width, channels]
): Promise<Float32Array> {
  const session = await InferenceSession.create(path);
  const [input = ''] = session.inputNames;
  const [output = ''] = session.outputNames;
  const results = await session.run({ [input]: new Tensor('float32', pixels, shape) });
  return results[output]?.data as Float32Array;
}
