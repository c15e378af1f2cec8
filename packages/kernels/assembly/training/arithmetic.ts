import { ArithmeticCall } from '../call';
import { Arithmetic } from '../options';

/** output[i] = a[i] ∘ b[i] for `count` values; of one that is a number, the same for every i. */
export function arithmetic_f32(call: ArithmeticCall): void {
  const op = call.op;
  const aStep: usize = call.aIsNumber ? 0 : 16;
  const bStep: usize = call.bIsNumber ? 0 : 16;
  const end = call.output + ((<usize>call.count) << 2);
  let a = call.a;
  let b = call.b;
  let to = call.output;
  for (; to + 16 <= end; to += 16, a += aStep, b += bStep) {
    const x = aStep ? v128.load(a) : v128.load32_splat(a);
    const y = bStep ? v128.load(b) : v128.load32_splat(b);
    v128.store(to, combine(op, x, y));
  }
  for (; to < end; to += 4, a += aStep >> 2, b += bStep >> 2) {
    const value = combine(op, v128.load32_zero(a), v128.load32_zero(b));
    store<f32>(to, f32x4.extract_lane(value, 0));
  }
}

// @inline
function combine(op: i32, x: v128, y: v128): v128 {
  if (op == Arithmetic.ADD) return f32x4.add(x, y);
  if (op == Arithmetic.SUBTRACT) return f32x4.sub(x, y);
  if (op == Arithmetic.MULTIPLY) return f32x4.mul(x, y);
  return f32x4.div(x, y);
}
