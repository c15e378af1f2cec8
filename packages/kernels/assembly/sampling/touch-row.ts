import { SamplingCall } from '../call';
import { ADDRESS, INSIDE, TOUCHED } from '../scratch';

/** Images above this many bytes do not stay in a core's second-level cache. */
const LARGE: usize = 1 << 19;

/**
 * Reads a float of the neighbours of every point of a tile row, one load right after the other, so
 * that the cache lines which are missing are fetched together and not one by one. On images that do
 * not stay in cache it saves up to a third of the time.
 */
export function touchRow(call: SamplingCall, count: i32): void {
  const rowBytes = <usize>call.width * (call.channels << 2);
  if (rowBytes * call.height < LARGE) return;
  let s = call.scratch;
  let inside = s + INSIDE;
  const end = s + (<usize>(count >> 2) << 4);
  let sum: i32 = 0;
  for (; s < end; s += 16) {
    if (load<u8>(inside) == 15) {
      const p0 = <usize>load<u32>(s, ADDRESS);
      const p1 = <usize>load<u32>(s, ADDRESS + 4);
      const p2 = <usize>load<u32>(s, ADDRESS + 8);
      const p3 = <usize>load<u32>(s, ADDRESS + 12);
      sum += load<i32>(p0) + load<i32>(p1 + rowBytes) + load<i32>(p2) + load<i32>(p3 + rowBytes);
    }
    inside++;
  }
  // Kept, so that no compiler may leave the loads out.
  store<i32>(call.scratch, sum, TOUCHED);
}
