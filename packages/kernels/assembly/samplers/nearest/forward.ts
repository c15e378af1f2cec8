import { SamplingCall } from '../../call';
import { storeLanes, storeThree } from '../../lanes';
import { Padding } from '../../options';
import { canGather, clampIndex, farMask, gather } from '../../sampling/gather';
import { copyPixel, fillNaN, fillRow } from '../../sampling/pixels';
import { RowKernel } from '../../sampling/walk-row';
import { ADDRESS, PIXEL_X, PIXEL_Y } from '../../scratch';
import { nearestTap, prepareReads } from './prepare';

function run1(s: usize, end: usize, output: usize): void {
  do {
    let values = v128.load32_zero(<usize>load<u32>(s, ADDRESS));
    values = v128.load32_lane(<usize>load<u32>(s, ADDRESS + 4), values, 1);
    values = v128.load32_lane(<usize>load<u32>(s, ADDRESS + 8), values, 2);
    values = v128.load32_lane(<usize>load<u32>(s, ADDRESS + 12), values, 3);
    v128.store(output, values);
    s += 16;
    output += 16;
  } while (s < end);
}

/**
 * Three channels: 16 bytes are stored for each point, and the next one overwrites the spare lane.
 * Behind the last one nothing is written. Four pixels are read before any is stored, so that those
 * which are not in a cache come together.
 */
function run3(s: usize, end: usize, output: usize): void {
  for (;;) {
    const v0 = v128.load(<usize>load<u32>(s, ADDRESS));
    const v1 = v128.load(<usize>load<u32>(s, ADDRESS + 4));
    const v2 = v128.load(<usize>load<u32>(s, ADDRESS + 8));
    const v3 = v128.load(<usize>load<u32>(s, ADDRESS + 12));
    v128.store(output, v0);
    v128.store(output, v1, 12);
    v128.store(output, v2, 24);
    s += 16;
    if (s == end) {
      storeThree(output + 36, v3);
      return;
    }
    v128.store(output, v3, 36);
    output += 48;
  }
}

function runAny(s: usize, end: usize, channels: i32, output: usize): void {
  do {
    copyPixel(output, <usize>load<u32>(s, ADDRESS), channels);
    s += 4;
    output += (<usize>channels) << 2;
  } while (s < end);
}

/** Copies the nearest pixels to the output. */
@unmanaged
@final
export class NearestForward extends RowKernel {
  // @inline
  prepare(call: SamplingCall, count: i32): void {
    prepareReads(call, count);
  }

  // @inline
  inside(call: SamplingCall, s: usize, end: usize, output: usize): void {
    const channels = call.channels;
    if (channels == 1) run1(s, end, output);
    else if (channels == 3) run3(s, end, output);
    else runAny(s, end, channels, output);
  }

  // @inline
  outside(call: SamplingCall, s: usize, points: i32, output: usize): void {
    fillRow(call, points, output);
  }

  // @inline
  mixed(call: SamplingCall, s: usize, inside: i32, points: i32, output: usize): void {
    if (canGather(call)) mixed1(call, s, points, output);
    else mixedGroup(call, s, points, output);
  }
}

/** Up to four points, one by one. */
function mixedGroup(call: SamplingCall, s: usize, points: i32, output: usize): void {
  for (let k = 0; k < points; k++) {
    const x = load<f32>(s, PIXEL_X);
    const y = load<f32>(s, PIXEL_Y);
    if (x != x || y != y) fillNaN(output, call.channels);
    else copyPixel(output, nearestTap(call, s, call.fill), call.channels);
    s += 4;
    output += (<usize>call.channels) << 2;
  }
}

/** The same, one channel, all at once. */
function mixed1(call: SamplingCall, s: usize, points: i32, output: usize): void {
  const x = v128.load(s, PIXEL_X);
  const y = v128.load(s, PIXEL_Y);
  const column = i32x4.trunc_sat_f32x4_s(f32x4.nearest(x));
  const row = i32x4.trunc_sat_f32x4_s(f32x4.nearest(y));
  const inColumn = clampIndex(column, call.width);
  const inRow = clampIndex(row, call.height);
  const index = i32x4.add(i32x4.mul(inRow, i32x4.splat(call.width)), inColumn);
  let values = gather(i32x4.add(i32x4.splat(<i32>call.image), i32x4.shl(index, 2)));
  let unseen = farMask(s);
  if (call.padding == Padding.ZEROS) {
    const outside = v128.or(i32x4.ne(column, inColumn), i32x4.ne(row, inRow));
    unseen = v128.or(unseen, outside);
  }
  values = v128.bitselect(v128.load32_splat(call.fill), values, unseen);
  const unknown = v128.or(f32x4.ne(x, x), f32x4.ne(y, y));
  storeLanes(output, v128.bitselect(f32x4.splat(NaN as f32), values, unknown), points);
}
