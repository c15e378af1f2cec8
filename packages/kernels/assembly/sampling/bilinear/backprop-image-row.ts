import { SamplingCall } from '../../call';
import {
  ADDRESS,
  INSIDE,
  NEIGHBOUR_00,
  NEIGHBOUR_01,
  NEIGHBOUR_10,
  NEIGHBOUR_11,
  WEIGHT_00,
  WEIGHT_01,
  WEIGHT_10,
  WEIGHT_11,
} from '../../scratch';
import { canGather } from '../gather';
import { endOfInside, endOfOutside } from '../inside-run';
import { spread1, spreadAtBorder, spreadPixel } from './backprop-image-pixel';
import { locateNeighbours } from './gather-neighbours';
import { prepareWeights } from './prepare-row';

/**
 * Points with all neighbours inside, one channel: float by float, since a read that overlaps the
 * write before it in part would wait for it.
 */
function run1(s: usize, end: usize, rowBytes: usize, dy: usize): void {
  do {
    const upper = <usize>load<u32>(s, ADDRESS);
    const lower = upper + rowBytes;
    spread1(s, upper, upper + 4, lower, lower + 4, dy);
    s += 4;
    dy += 4;
  } while (s < end);
}

/**
 * The left and the right neighbour, each as two floats and one. The next point's left neighbour is
 * often this one's right one: reads that match the writes before them need not wait for them.
 */
// @ts-ignore: decorator
@inline
function spreadPair3(row: usize, left: v128, right: v128, dy: v128, last: f32): void {
  const a = f32x4.add(v128.load64_zero(row), f32x4.mul(left, dy));
  v128.store64_lane(row, a, 0);
  store<f32>(row, load<f32>(row, 8) + f32x4.extract_lane(left, 0) * last, 8);
  const b = f32x4.add(v128.load64_zero(row, 12), f32x4.mul(right, dy));
  v128.store64_lane(row, b, 0, 12);
  store<f32>(row, load<f32>(row, 20) + f32x4.extract_lane(right, 0) * last, 20);
}

// @ts-ignore: decorator
@inline
function spread3(s: usize, rowBytes: usize, source: usize): void {
  const upper = <usize>load<u32>(s, ADDRESS);
  const dy = v128.load64_zero(source);
  const last = load<f32>(source, 8);
  const w00 = v128.load32_splat(s, WEIGHT_00);
  const w01 = v128.load32_splat(s, WEIGHT_01);
  spreadPair3(upper, w00, w01, dy, last);
  const w10 = v128.load32_splat(s, WEIGHT_10);
  const w11 = v128.load32_splat(s, WEIGHT_11);
  spreadPair3(upper + rowBytes, w10, w11, dy, last);
}

function run3(s: usize, end: usize, rowBytes: usize, dy: usize): void {
  do {
    spread3(s, rowBytes, dy);
    s += 4;
    dy += 12;
  } while (s < end);
}

function runAny(s: usize, end: usize, rowBytes: usize, pixelBytes: usize, dy: usize): void {
  do {
    const upper = <usize>load<u32>(s, ADDRESS);
    const lower = upper + rowBytes;
    spreadPixel(s, pixelBytes, upper, upper + pixelBytes, lower, lower + pixelBytes, dy);
    s += 4;
    dy += pixelBytes;
  } while (s < end);
}

// @ts-ignore: decorator
@inline
function run(channels: i32, s: usize, end: usize, rowBytes: usize, dy: usize): void {
  if (channels == 1) run1(s, end, rowBytes, dy);
  else if (channels == 3) run3(s, end, rowBytes, dy);
  else runAny(s, end, rowBytes, <usize>channels << 2, dy);
}

/** Up to four points of which some have neighbours outside. */
function mixedGroup(
  call: SamplingCall,
  s: usize,
  inside: i32,
  points: i32,
  rowBytes: usize,
  dy: usize,
): void {
  const pixelBytes = <usize>call.channels << 2;
  for (let k = 0; k < points; k++) {
    if ((inside >> k) & 1) run(call.channels, s, s + 4, rowBytes, dy);
    else spreadAtBorder(call, s, dy);
    s += 4;
    dy += pixelBytes;
  }
}

/** The same, one channel: what lies nowhere goes to the sink, and needs no branch. */
function mixed1(call: SamplingCall, s: usize, points: i32, dy: usize): void {
  locateNeighbours(call, s);
  let at = call.scratch;
  const end = s + (<usize>points << 2);
  do {
    const p00 = <usize>load<u32>(at, NEIGHBOUR_00);
    const p01 = <usize>load<u32>(at, NEIGHBOUR_01);
    const p10 = <usize>load<u32>(at, NEIGHBOUR_10);
    const p11 = <usize>load<u32>(at, NEIGHBOUR_11);
    spread1(s, p00, p01, p10, p11, dy);
    at += 4;
    s += 4;
    dy += 4;
  } while (s < end);
}

/** Adds a tile row of output gradients to the image's gradient, where the row looked. */
export function backpropImageRow(call: SamplingCall, count: i32, dy: usize): void {
  prepareWeights(call, count);
  const channels = call.channels;
  const pixelBytes = <usize>channels << 2;
  const rowBytes = <usize>call.width * pixelBytes;
  const scratch = call.scratch;
  const groups = (count + 3) >> 2;
  const whole = count >> 2;
  const gathers = canGather(call);
  let group = 0;
  while (group < groups) {
    const first = group;
    group = endOfInside(scratch, group, whole);
    const s = scratch + (<usize>first << 4);
    const source = dy + (<usize>first << 2) * pixelBytes;
    if (group > first) {
      const end = scratch + (<usize>group << 4);
      run(channels, s, end, rowBytes, source);
      continue;
    }
    group = endOfOutside(call, group, groups);
    if (group > first) continue;
    const points = min(4, count - (group << 2));
    if (gathers) mixed1(call, s, points, source);
    else mixedGroup(call, s, <i32>load<u8>(scratch + group, INSIDE), points, rowBytes, source);
    group++;
  }
}
