import { writeFile } from 'node:fs/promises';

import type { LayersModel } from '@tensorflow/tfjs-layers';
import { exportOnnx } from '@tfjs-stn/onnx';

export async function saveAsOnnx(model: LayersModel, path: string): Promise<void> {
  await writeFile(path, await exportOnnx(model));
}
