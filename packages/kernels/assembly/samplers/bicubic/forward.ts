import { SamplingCall } from '../../call';
import { storeThree, sumsOfFour } from '../../lanes';
import { addPixel, copyPixel, fillNaN, fillRow } from '../../sampling/pixels';
import { fillAddress, isFar } from '../../sampling/tap-address';
import { RowKernel } from '../../sampling/walk-row';
import { ADDRESS, PIXEL_X, PIXEL_Y } from '../../scratch';
import { prepareRow, WEIGHTS_X, WEIGHTS_Y, weightsOf } from './prepare';
import { locateTaps, tapAt } from './taps';

/** Sixteen bytes of each of the four image rows, weighted along y. */
// @inline
export function blendRows(pixel: usize, rowBytes: usize, w: usize): v128 {
  const second = pixel + rowBytes;
  const third = second + rowBytes;
  return f32x4.add(
    f32x4.add(
      f32x4.mul(v128.load(pixel), v128.load32_splat(w)),
      f32x4.mul(v128.load(second), v128.load32_splat(w, 4)),
    ),
    f32x4.add(
      f32x4.mul(v128.load(third), v128.load32_splat(w, 8)),
      f32x4.mul(v128.load(third + rowBytes), v128.load32_splat(w, 12)),
    ),
  );
}

/** Three channels of four pixels, twelve adjacent floats, weighted along x. */
// @inline
export function blendThree(a: v128, b: v128, c: v128, w: usize): v128 {
  const second = v128.shuffle<i32>(a, b, 3, 4, 5, 5);
  const third = v128.shuffle<i32>(b, c, 2, 3, 4, 4);
  const fourth = v128.shuffle<i32>(c, c, 1, 2, 3, 3);
  return f32x4.add(
    f32x4.add(f32x4.mul(a, v128.load32_splat(w)), f32x4.mul(second, v128.load32_splat(w, 4))),
    f32x4.add(
      f32x4.mul(third, v128.load32_splat(w, 8)),
      f32x4.mul(fourth, v128.load32_splat(w, 12)),
    ),
  );
}

// @inline
function weighted1(s: usize, weights: usize, rowBytes: usize): v128 {
  const column = blendRows(<usize>load<u32>(s, ADDRESS), rowBytes, weights + WEIGHTS_Y);
  return f32x4.mul(column, v128.load(weights, WEIGHTS_X));
}

function run1(s: usize, end: usize, weights: usize, rowBytes: usize, output: usize): void {
  do {
    const sums = sumsOfFour(
      weighted1(s, weights, rowBytes),
      weighted1(s + 4, weights + 16, rowBytes),
      weighted1(s + 8, weights + 32, rowBytes),
      weighted1(s + 12, weights + 48, rowBytes),
    );
    v128.store(output, sums);
    s += 16;
    weights += 64;
    output += 16;
  } while (s < end);
}

// @inline
function blend3(s: usize, weights: usize, rowBytes: usize): v128 {
  const pixel = <usize>load<u32>(s, ADDRESS);
  const a = blendRows(pixel, rowBytes, weights + WEIGHTS_Y);
  const b = blendRows(pixel + 16, rowBytes, weights + WEIGHTS_Y);
  const c = blendRows(pixel + 32, rowBytes, weights + WEIGHTS_Y);
  return blendThree(a, b, c, weights + WEIGHTS_X);
}

/**
 * Three channels: 16 bytes are stored for each point, and the next one overwrites the spare lane.
 * Behind the last one nothing is written.
 */
function run3(s: usize, end: usize, weights: usize, rowBytes: usize, output: usize): void {
  const last = end - 4;
  for (; s < last; s += 4) {
    v128.store(output, blend3(s, weights, rowBytes));
    weights += 16;
    output += 12;
  }
  storeThree(output, blend3(s, weights, rowBytes));
}

function run2(s: usize, end: usize, weights: usize, rowBytes: usize, output: usize): void {
  do {
    const pixel = <usize>load<u32>(s, ADDRESS);
    const a = blendRows(pixel, rowBytes, weights + WEIGHTS_Y);
    const b = blendRows(pixel + 16, rowBytes, weights + WEIGHTS_Y);
    const w = v128.load(weights, WEIGHTS_X);
    const sides = f32x4.add(
      f32x4.mul(a, v128.shuffle<i32>(w, w, 0, 0, 1, 1)),
      f32x4.mul(b, v128.shuffle<i32>(w, w, 2, 2, 3, 3)),
    );
    v128.store64_lane(output, f32x4.add(sides, v128.shuffle<i32>(sides, sides, 2, 3, 0, 1)), 0);
    s += 4;
    weights += 16;
    output += 8;
  } while (s < end);
}

/** Four channels or more, four at a time; the last four may overlap those before. */
function runMany(
  s: usize,
  end: usize,
  weights: usize,
  rowBytes: usize,
  pixelBytes: usize,
  output: usize,
): void {
  const last = pixelBytes - 16;
  do {
    const pixel = <usize>load<u32>(s, ADDRESS);
    let c: usize = 0;
    for (;;) {
      let p = pixel + c;
      let sum = f32x4.mul(
        blendRows(p, rowBytes, weights + WEIGHTS_Y),
        v128.load32_splat(weights, WEIGHTS_X),
      );
      for (let tap: usize = 4; tap < 16; tap += 4) {
        p += pixelBytes;
        const weight = v128.load32_splat(weights + tap, WEIGHTS_X);
        sum = f32x4.add(sum, f32x4.mul(blendRows(p, rowBytes, weights + WEIGHTS_Y), weight));
      }
      v128.store(output + c, sum);
      if (c == last) break;
      c = min(c + 16, last);
    }
    s += 4;
    weights += 16;
    output += pixelBytes;
  } while (s < end);
}

/** One output pixel, neighbour by neighbour: the way at the border. */
function forwardPixel(call: SamplingCall, s: usize, weights: usize, output: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  if (isFar(call, x, y)) {
    if (x != x || y != y) fillNaN(output, call.channels);
    else copyPixel(output, call.fill, call.channels);
    return;
  }
  const pixelBytes = (<usize>call.channels) << 2;
  locateTaps(call, s);
  if (pixelBytes == 4) {
    const value = blendTaps1(call, weights);
    store<f32>(output, value);
    // NaN may be 0 · Infinity.
    if (value == value) return;
  }
  memory.fill(output, 0, pixelBytes);
  const image = call.image;
  const taps = call.scratch;
  for (let j: usize = 0; j < 16; j += 4) {
    const weightY = load<f32>(weights + j, WEIGHTS_Y);
    for (let i: usize = 0; i < 16; i += 4) {
      const weight = load<f32>(weights + i, WEIGHTS_X) * weightY;
      const tap = tapAt(image, taps, i, j, 0);
      addPixel(output, weight, tap == 0 ? fillAddress(call, weight) : tap, pixelBytes);
    }
  }
}

/** The neighbours that locateTaps found, one channel. */
function blendTaps1(call: SamplingCall, weights: usize): f32 {
  const image = call.image;
  const taps = call.scratch;
  const fill = call.fill;
  let sum: f32 = 0;
  for (let j: usize = 0; j < 16; j += 4) {
    let row: f32 = 0;
    for (let i: usize = 0; i < 16; i += 4) {
      row += load<f32>(weights + i, WEIGHTS_X) * load<f32>(tapAt(image, taps, i, j, fill));
    }
    sum += row * load<f32>(weights + j, WEIGHTS_Y);
  }
  return sum;
}

/** Blends the sixteen neighbours of each point. */
@unmanaged
@final
export class BicubicForward extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareRow(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, output: usize): void {
    const channels = call.channels;
    const pixelBytes = (<usize>channels) << 2;
    const rowBytes = <usize>call.width * pixelBytes;
    const weights = weightsOf(call, s);
    if (channels == 1) run1(s, end, weights, rowBytes, output);
    else if (channels == 3) run3(s, end, weights, rowBytes, output);
    else if (channels == 2) run2(s, end, weights, rowBytes, output);
    else runMany(s, end, weights, rowBytes, pixelBytes, output);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, output: usize): void {
    fillRow(call, points, output);
  }

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, output: usize): void {
    mixedGroup(call, s, inside, points, output);
  }
}

/** Up to four points of which some have neighbours outside. */
function mixedGroup(call: SamplingCall, s: usize, inside: i32, points: i32, output: usize): void {
  const pixelBytes = (<usize>call.channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  let weights = weightsOf(call, s);
  for (let k = 0; k < points; k++) {
    const whole = ((inside >> k) & 1) != 0 && call.channels >= 4;
    if (whole) runMany(s, s + 4, weights, rowBytes, pixelBytes, output);
    else forwardPixel(call, s, weights, output);
    s += 4;
    weights += 16;
    output += pixelBytes;
  }
}
