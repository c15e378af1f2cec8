import { PADDING_ZEROS } from '../sampling/options';

/**
 * From the gradient by the padded pixel coordinate to that by the normalised one, in place:
 * the padding's derivative, and dp/dn = scale / 2.
 */
export function normaliseGradient(
  gradient: usize,
  factor: usize,
  count: i32,
  scale: f32,
  padding: i32,
): void {
  const half = f32x4.splat(scale * 0.5);
  for (let end = gradient + (<usize>count << 2); gradient < end; gradient += 16) {
    let value = f32x4.mul(v128.load(gradient), half);
    if (padding != PADDING_ZEROS) value = f32x4.mul(value, v128.load(factor));
    v128.store(gradient, value);
    factor += 16;
  }
}
