import { SamplingCall } from '../../call';
import { Padding } from '../../options';
import { neighbourIndex, pixelBefore, tapIndex } from '../../sampling/tap-address';
import { FAR_X, FAR_Y, ORIGIN_X, ORIGIN_Y, tapBytes, tapPlaces, tapsBefore } from './rows';

/** Whether padding moves every tap, not the point. */
// @inline
export function padsEveryTap(call: SamplingCall): bool {
  return call.taps > 2;
}

/**
 * Where the taps of a point lie: floats from the image to its rows, and from a row to its columns, or -1
 * for what is outside. Of a point that was far outside all taps but the origin are.
 */
export function locatePlaces(call: SamplingCall, s: usize): void {
  const columns = tapPlaces(call);
  const channels = call.channels;
  placeAxis(call, s, ORIGIN_X, FAR_X, call.width, channels, columns);
  const rowFloats = call.width * channels;
  placeAxis(call, s, ORIGIN_Y, FAR_Y, call.height, rowFloats, columns + tapBytes(call));
}

// @inline
function placeAxis(
  call: SamplingCall,
  s: usize,
  origins: usize,
  far: usize,
  size: i32,
  floats: i32,
  target: usize,
): void {
  const before = tapsBefore(call);
  const isFar = load<i32>(s + far) != 0;
  const origin = pixelBefore(load<f32>(s + origins), size);
  const wraps = call.padding == Padding.WRAP && !isFar;
  for (let tap = 0; tap < call.taps; tap++) {
    const raw = origin + tap - before;
    let index = padsEveryTap(call)
      ? tapIndex(raw, size, call.padding, call.alignCorners)
      : neighbourIndex(raw, size, wraps);
    if (isFar && tap != before) index = -1;
    store<i32>(target, index < 0 ? -1 : index * floats);
    target += 4;
  }
}

/** Address of the tap in column `i` and row `j`, bytes into what locatePlaces wrote, or `elsewhere`. */
// @inline
export function tapAt(image: usize, columns: usize, rows: usize, elsewhere: usize): usize {
  const column = load<i32>(columns);
  const row = load<i32>(rows);
  return (column | row) < 0 ? elsewhere : image + ((<usize>(row + column)) << 2);
}

/** Whether points that read nothing of the image need not be blended: their fill value is known. */
export function skipsOutside(call: SamplingCall, weightsSumToOne: bool): bool {
  if (weightsSumToOne) return true;
  for (let c: usize = 0; c < (<usize>call.channels) << 2; c += 4) {
    if (load<f32>(call.fill + c) != 0) return false;
  }
  return true;
}
