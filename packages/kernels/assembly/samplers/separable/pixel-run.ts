import { loadThree } from '../../lanes';

/**
 * Writes the products of a point's weights along x with its upstream gradient, in the order of the
 * pixels of a row and their channels, with zeros up to a whole vector.
 */
export function storeProducts(
  target: usize,
  dy: usize,
  weights: usize,
  taps: i32,
  channels: i32,
): void {
  const end = weights + ((<usize>taps) << 2);
  if (channels == 1) {
    const upstream = v128.load32_splat(dy);
    for (; weights < end; weights += 16) {
      v128.store(target, f32x4.mul(upstream, v128.load(weights)));
      target += 16;
    }
  } else if (channels == 3) {
    const upstream = loadThree(dy);
    const a = v128.shuffle<i32>(upstream, upstream, 0, 1, 2, 0);
    const b = v128.shuffle<i32>(upstream, upstream, 1, 2, 0, 1);
    const c = v128.shuffle<i32>(upstream, upstream, 2, 0, 1, 2);
    for (; weights < end; weights += 16) {
      const w = v128.load(weights);
      v128.store(target, f32x4.mul(a, v128.shuffle<i32>(w, w, 0, 0, 0, 1)));
      v128.store(target, f32x4.mul(b, v128.shuffle<i32>(w, w, 1, 1, 2, 2)), 16);
      v128.store(target, f32x4.mul(c, v128.shuffle<i32>(w, w, 2, 3, 3, 3)), 32);
      target += 48;
    }
  } else {
    const pixelBytes = (<usize>channels) << 2;
    for (; weights < end; weights += 4) {
      const weight = load<f32>(weights);
      let c: usize = 0;
      for (; c + 16 <= pixelBytes; c += 16) {
        v128.store(target + c, f32x4.mul(f32x4.splat(weight), v128.load(dy + c)));
      }
      for (; c < pixelBytes; c += 4) store<f32>(target + c, weight * load<f32>(dy + c));
      target += pixelBytes;
    }
    // Behind the last one there is room for a vector.
    v128.store(target, f32x4.splat(0));
  }
}
