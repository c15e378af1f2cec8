/** Adds one pixel, weighted, to another. */
// @ts-ignore: decorator
@inline
export function addPixel(target: usize, weight: f32, source: usize, pixelBytes: usize): void {
  let c: usize = 0;
  for (; c + 16 <= pixelBytes; c += 16) {
    const share = f32x4.mul(f32x4.splat(weight), v128.load(source + c));
    v128.store(target + c, f32x4.add(v128.load(target + c), share));
  }
  for (; c < pixelBytes; c += 4) {
    store<f32>(target + c, load<f32>(target + c) + weight * load<f32>(source + c));
  }
}
