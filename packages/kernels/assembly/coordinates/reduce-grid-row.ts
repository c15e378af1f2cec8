import { SamplingCall } from '../call';
import { GRADIENT_X, GRADIENT_Y } from '../scratch';

// @inline
function addVector(target: usize, value: v128): void {
  v128.store(target, f32x4.add(v128.load(target), value));
}

/** Adds a tile row's gradients to `count` points `(x, y)` of the grid's gradient. */
export function reduceGridRow(call: SamplingCall, count: i32, gradient: usize): void {
  let s = call.scratch;
  const whole = s + ((<usize>(count & ~3)) << 2);
  const end = s + ((<usize>count) << 2);
  for (; s < whole; s += 16) {
    const gx = v128.load(s, GRADIENT_X);
    const gy = v128.load(s, GRADIENT_Y);
    addVector(gradient, v128.shuffle<i32>(gx, gy, 0, 4, 1, 5));
    addVector(gradient + 16, v128.shuffle<i32>(gx, gy, 2, 6, 3, 7));
    gradient += 32;
  }
  for (; s < end; s += 4) {
    store<f32>(gradient, load<f32>(gradient) + load<f32>(s, GRADIENT_X));
    store<f32>(gradient, load<f32>(gradient, 4) + load<f32>(s, GRADIENT_Y), 4);
    gradient += 8;
  }
}
