import { SamplingCall } from '../../call';
import { loadLanes, loadThree, storeThree, sumOfLanes } from '../../lanes';
import { Sampler } from '../../options';
import { addPixel, copyPixel, fillNaN, fillRow } from '../../sampling/pixels';
import { fillAddress, isFar } from '../../sampling/tap-address';
import { RowKernel } from '../../sampling/walk-row';
import { ADDRESS, PIXEL_X, PIXEL_Y } from '../../scratch';
import { blendThree } from '../bicubic/forward';
import { prepareRow } from './prepare';
import { tapBytes, tapPlaces, weightsBytes, weightsOf } from './rows';
import { locatePlaces, skipsOutside, tapAt } from './taps';

/** Sixteen bytes of each image row, weighted along y. */
// @inline
function blendRows(pixel: usize, rowBytes: usize, w: usize, behind: usize): v128 {
  let sum = f32x4.mul(v128.load(pixel), v128.load32_splat(w));
  for (w += 4; w < behind; w += 4) {
    pixel += rowBytes;
    sum = f32x4.add(sum, f32x4.mul(v128.load(pixel), v128.load32_splat(w)));
  }
  return sum;
}

/** The same of the last `lanes` floats of a row. */
// @inline
function blendLanes(pixel: usize, rowBytes: usize, w: usize, behind: usize, lanes: i32): v128 {
  let sum = f32x4.mul(loadLanes(pixel, lanes), v128.load32_splat(w));
  for (w += 4; w < behind; w += 4) {
    pixel += rowBytes;
    sum = f32x4.add(sum, f32x4.mul(loadLanes(pixel, lanes), v128.load32_splat(w)));
  }
  return sum;
}

/** One channel. */
// @inline
function blend1(pixel: usize, rowBytes: usize, taps: i32, x: usize, y: usize, behind: usize): f32 {
  let sum = f32x4.splat(0);
  for (; taps >= 4; taps -= 4) {
    sum = f32x4.add(sum, f32x4.mul(blendRows(pixel, rowBytes, y, behind), v128.load(x)));
    pixel += 16;
    x += 16;
  }
  if (taps > 0) {
    const rest = blendLanes(pixel, rowBytes, y, behind, taps);
    sum = f32x4.add(sum, f32x4.mul(rest, v128.load(x)));
  }
  return sumOfLanes(sum);
}

/** Three channels: four taps at a time are twelve floats, two are six. The fourth lane is no channel. */
// @inline
function blend3(pixel: usize, rowBytes: usize, taps: i32, x: usize, y: usize, behind: usize): v128 {
  let sum = f32x4.splat(0);
  for (; taps >= 4; taps -= 4) {
    let p = pixel;
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    for (let w = y; w < behind; w += 4) {
      const weight = v128.load32_splat(w);
      a = f32x4.add(a, f32x4.mul(v128.load(p), weight));
      b = f32x4.add(b, f32x4.mul(v128.load(p, 16), weight));
      c = f32x4.add(c, f32x4.mul(v128.load(p, 32), weight));
      p += rowBytes;
    }
    sum = f32x4.add(sum, blendThree(a, b, c, x));
    pixel += 48;
    x += 16;
  }
  if (taps >= 2) {
    let p = pixel;
    let a = f32x4.splat(0);
    let b = a;
    for (let w = y; w < behind; w += 4) {
      const weight = v128.load32_splat(w);
      a = f32x4.add(a, f32x4.mul(v128.load(p), weight));
      b = f32x4.add(b, f32x4.mul(v128.load64_zero(p, 16), weight));
      p += rowBytes;
    }
    const second = v128.shuffle<i32>(a, b, 3, 4, 5, 5);
    sum = f32x4.add(sum, f32x4.mul(a, v128.load32_splat(x)));
    sum = f32x4.add(sum, f32x4.mul(second, v128.load32_splat(x, 4)));
    pixel += 24;
    x += 8;
  }
  if (taps & 1) {
    const rest = blendLanes(pixel, rowBytes, y, behind, 3);
    sum = f32x4.add(sum, f32x4.mul(rest, v128.load32_splat(x)));
  }
  return sum;
}

/** Two channels: two taps at a time. */
// @inline
function blend2(pixel: usize, rowBytes: usize, taps: i32, x: usize, y: usize, behind: usize): v128 {
  let sum = f32x4.splat(0);
  for (; taps >= 2; taps -= 2) {
    const w = v128.load64_zero(x);
    const pair = blendRows(pixel, rowBytes, y, behind);
    sum = f32x4.add(sum, f32x4.mul(pair, v128.shuffle<i32>(w, w, 0, 0, 1, 1)));
    pixel += 16;
    x += 8;
  }
  if (taps > 0) {
    const rest = blendLanes(pixel, rowBytes, y, behind, 2);
    sum = f32x4.add(sum, f32x4.mul(rest, v128.load32_splat(x)));
  }
  return f32x4.add(sum, v128.shuffle<i32>(sum, sum, 2, 3, 0, 1));
}

/** Four channels or more, four at a time; the last four may overlap those before. */
// @inline
function blendMany(
  pixel: usize,
  rowBytes: usize,
  pixelBytes: usize,
  taps: i32,
  x: usize,
  y: usize,
  behind: usize,
  output: usize,
): void {
  const last = pixelBytes - 16;
  let c: usize = 0;
  for (;;) {
    let p = pixel + c;
    let w = x;
    const end = x + ((<usize>taps) << 2);
    let sum = f32x4.splat(0);
    for (; w < end; w += 4) {
      const column = blendRows(p, rowBytes, y, behind);
      sum = f32x4.add(sum, f32x4.mul(column, v128.load32_splat(w)));
      p += pixelBytes;
    }
    v128.store(output + c, sum);
    if (c == last) break;
    c = min(c + 16, last);
  }
}

/** Points with all taps inside. With three channels the next point overwrites the spare lane. */
function run(call: SamplingCall, s: usize, end: usize, output: usize): void {
  const channels = call.channels;
  const taps = call.taps;
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const pointBytes = tapBytes(call);
  const alongY = weightsBytes(call);
  const yBytes = (<usize>taps) << 2;
  let x = weightsOf(call, s);
  const last = end - 4;
  do {
    const pixel = <usize>load<u32>(s, ADDRESS);
    const y = x + alongY;
    const behind = y + yBytes;
    if (channels == 3) {
      const value = blend3(pixel, rowBytes, taps, x, y, behind);
      if (s < last) v128.store(output, value);
      else storeThree(output, value);
    } else if (channels == 1) {
      store<f32>(output, blend1(pixel, rowBytes, taps, x, y, behind));
    } else if (channels == 2) {
      v128.store64_lane(output, blend2(pixel, rowBytes, taps, x, y, behind), 0);
    } else {
      blendMany(pixel, rowBytes, pixelBytes, taps, x, y, behind, output);
    }
    s += 4;
    x += pointBytes;
    output += pixelBytes;
  } while (s < end);
}

/** One output pixel, tap by tap: the way at the border. */
function forwardPixel(call: SamplingCall, s: usize, output: usize): void {
  const x = load<f32>(s, PIXEL_X);
  const y = load<f32>(s, PIXEL_Y);
  if (isFar(call, x, y)) {
    if (x != x || y != y) fillNaN(output, call.channels);
    else copyPixel(output, call.fill, call.channels);
    return;
  }
  locatePlaces(call, s);
  const pixelBytes = (<usize>call.channels) << 2;
  const image = call.image;
  const columns = tapPlaces(call);
  const rows = columns + tapBytes(call);
  const alongX = weightsOf(call, s);
  const alongY = alongX + weightsBytes(call);
  const end = (<usize>call.taps) << 2;
  memory.fill(output, 0, pixelBytes);
  for (let j: usize = 0; j < end; j += 4) {
    const weightY = load<f32>(alongY + j);
    for (let i: usize = 0; i < end; i += 4) {
      const weight = load<f32>(alongX + i) * weightY;
      const tap = tapAt(image, columns + i, rows + j, 0);
      addPixel(output, weight, tap == 0 ? fillAddress(call, weight) : tap, pixelBytes);
    }
  }
}

/** Up to four points, or a run of those that see the fill value alone. */
function forwardPixels(
  call: SamplingCall,
  s: usize,
  inside: i32,
  points: i32,
  output: usize,
): void {
  const pixelBytes = (<usize>call.channels) << 2;
  for (let k = 0; k < points; k++) {
    if ((inside >> k) & 1) run(call, s, s + 4, output);
    else forwardPixel(call, s, output);
    s += 4;
    output += pixelBytes;
  }
}

/** Blends all taps of each point. */
@unmanaged
@final
export class SeparableForward extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareRow(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, output: usize): void {
    run(call, s, end, output);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, output: usize): void {
    if (skipsOutside(call, call.sampler == Sampler.LANCZOS)) fillRow(call, points, output);
    else forwardPixels(call, s, 0, points, output);
  }

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, output: usize): void {
    forwardPixels(call, s, inside, points, output);
  }
}
