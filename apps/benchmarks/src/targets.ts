import type { WarpCase } from './warp-case.js';

/** At most this many times a peer's time, by shape and by the peer's name. */
const limits: Record<string, Record<string, number>> = {
  '1,512,512,3': {
    'onnxruntime-web GridSample': 0.2,
    'tf.image.transform': 0.1,
    'OpenCV.js warpAffine': 0.7,
  },
  '256,42,42,1': { 'onnxruntime-web GridSample': 0.3 },
  '16,64,64,32': { 'onnxruntime-web GridSample': 0.2 },
  '1,1080,1920,3': { 'onnxruntime-web GridSample': 0.3 },
};

/** The ratio that a peer is to be beaten by, or undefined where none is set. */
export function targetRatio(shape: WarpCase['shape'], peer: string): number | undefined {
  return limits[shape.join()]?.[peer];
}
