import { SamplingCall } from './call';
import { baseRow } from './coordinates/base-row';
import { basisRow, splitCoefficients } from './coordinates/basis-row';
import { gridRow } from './coordinates/grid-row';
import { homographyRow, isAffine, maskBehindHorizon } from './coordinates/homography-row';
import { normaliseGradient } from './coordinates/normalise-gradient';
import { padRow } from './coordinates/pad-row';
import { reduceBasisRow } from './coordinates/reduce-basis-row';
import { reduceGridRow } from './coordinates/reduce-grid-row';
import { reduceHomographyRow } from './coordinates/reduce-homography-row';
import { Field, Sampler, Task } from './options';
import {
  forwardRow,
  gradGridRow,
  gradImageRow,
  padsTaps,
  SCRATCH_BYTES,
} from './samplers/row-kernels';
import { loadGradients, storeOffsets } from './samplers/separable/grad-weights';
import { isSeparable, locateOrigins, markFar } from './samplers/separable/prepare';
import { resetPrefetch } from './sampling/prefetch';
import { DEPTH, PIXEL_X, PIXEL_Y, TILE, TILE_ROWS } from './scratch';

/** Of a basis, what leaves room for the image in a core's second-level cache. */
const BASIS_BYTES: i32 = 1 << 17;
/** Channels up to which rows are worked on together. */
export const NARROW: i32 = 8;

/**
 * Samples a batch of images along their fields, or takes a gradient back through that. The call's
 * addresses of the first item are moved on from item to item.
 *
 * FORWARD reads the image and writes the output. GRAD_IMAGE reads the output as the upstream
 * gradient and writes its rows of the image. GRAD_FIELD reads both and adds to the gradient; where the
 * caller computes weights, that is OFFSETS, GRAD_WEIGHTS, and a GRAD_FIELD that reads neither.
 */
export function sample_f32(call: SamplingCall): void {
  resetPrefetch(call);
  if (call.task != Task.GRAD_IMAGE) prepareSink(call);
  // What gathers the gradients of all items is cleared once, even if there are no items.
  if (call.task == Task.GRAD_IMAGE && call.imageStride == 0) clearImage(call);
  if (call.gradientStride == 0) clearPoints(call);
  const end = call.rowEnd;
  const rows = call.bandRows > 0 ? call.bandRows : end - call.rowBegin;
  do {
    call.rowEnd = min(call.rowBegin + rows, end);
    // A basis comes from memory once for the whole batch; images on their own keep their rows in cache.
    if (call.field == Field.BASIS) sampleByTiles(call);
    else sampleByItems(call);
    call.rowBegin = call.rowEnd;
    call.gradient += call.bandStride;
  } while (call.rowBegin < end);
}

/**
 * What is read of the sink. A fill value that is not finite has no slope, and must not make NaN of
 * those of the pixels next to it.
 */
function prepareSink(call: SamplingCall): void {
  const sink = call.sink;
  for (let c: usize = 0; c < (<usize>call.channels) << 2; c += 4) {
    const value: f32 = call.task == Task.FORWARD ? 0 : load<f32>(call.fill + c);
    store<f32>(sink + c, isFinite<f32>(value) ? value : 0);
  }
}

function sampleByItems(call: SamplingCall): void {
  // Where one tile is as wide as the output, there is no reason to end it.
  const rows = call.outWidth > TILE ? TILE_ROWS : call.rowEnd - call.rowBegin;
  for (let n = 0; n < call.batch; n++) {
    if (call.task == Task.GRAD_IMAGE && call.imageStride != 0) clearImage(call);
    if (call.gradientStride != 0) clearPoints(call);
    for (let top = call.rowBegin; top < call.rowEnd; top += rows) {
      const bottom = min(top + rows, call.rowEnd);
      for (let left = 0; left < call.outWidth; left += TILE) {
        sampleTile(call, top, bottom, left, min(TILE, call.outWidth - left));
      }
    }
    move(call, 1);
  }
  move(call, -call.batch);
}

function sampleByTiles(call: SamplingCall): void {
  for (let n = 0; n < call.batch; n++) {
    if (call.task == Task.GRAD_IMAGE && call.imageStride != 0) clearImage(call);
    if (call.gradientStride != 0) clearPoints(call);
    move(call, 1);
  }
  move(call, -call.batch);
  const rows = basisRows(call);
  for (let top = call.rowBegin; top < call.rowEnd; top += rows) {
    const bottom = min(top + rows, call.rowEnd);
    for (let left = 0; left < call.outWidth; left += TILE) {
      for (let n = 0; n < call.batch; n++) {
        splitCoefficients(call, call.source, call.scratch + SCRATCH_BYTES);
        sampleTile(call, top, bottom, left, min(TILE, call.outWidth - left));
        move(call, 1);
      }
      move(call, -call.batch);
    }
  }
}

/**
 * Sets the rows that GRAD_IMAGE adds to to 0, or to what it goes on from. Where items come one after the other, each does so
 * when its turn comes: a small image is still in cache when it is added to.
 */
function clearImage(call: SamplingCall): void {
  const rowBytes = <usize>call.width * (call.channels << 2);
  const rows = <usize>(call.imageRowEnd - call.imageRowBegin);
  const begin = <usize>call.imageRowBegin * rowBytes;
  if (call.initial == 0) memory.fill(call.image + begin, 0, rows * rowBytes);
  else if (call.initial != call.image) {
    memory.copy(call.image + begin, call.initial + begin, rows * rowBytes);
  }
}

/** The same for the rows of a grid's gradient, or of that of the weights: one value per point. */
function clearPoints(call: SamplingCall): void {
  const rows = <usize>(call.rowEnd - call.rowBegin);
  const rowBytes = (<usize>call.outWidth) << 2;
  if (call.task == Task.GRAD_FIELD && call.field == Field.GRID) {
    memory.fill(call.gradient + <usize>call.rowBegin * (rowBytes << 1), 0, rows * (rowBytes << 1));
  } else if (call.task == Task.GRAD_WEIGHTS) {
    let begin = call.gradient + <usize>call.rowBegin * rowBytes;
    for (let axis = 0; axis < 2 * call.taps; axis++) {
      memory.fill(begin, 0, rows * rowBytes);
      begin += call.axisStride;
    }
  }
}

/**
 * Rows of a tile whose basis stays in cache until the last item of the batch has read it. What is
 * added up comes in one order, however many items a thread has.
 */
function basisRows(call: SamplingCall): i32 {
  if (call.batch == 1 && call.task == Task.FORWARD) return TILE_ROWS;
  const rowBytes = min(TILE, call.outWidth) * (call.terms << 2);
  return max(1, min(TILE_ROWS, BASIS_BYTES / max(1, rowBytes)));
}

/** On to another item of the batch. */
function move(call: SamplingCall, items: i32): void {
  call.image += items * call.imageStride;
  call.output += items * call.outputStride;
  call.source += items * call.sourceStride;
  call.gradient += items * call.gradientStride;
  call.weights += items * call.weightsStride;
  if (call.initial != 0) call.initial += items * call.imageStride;
}

function sampleTile(call: SamplingCall, top: i32, bottom: i32, left: i32, count: i32): void {
  baseRow(call.scratch, left, count, call.outWidth, call.alignCorners);
  const hides = call.field == Field.HOMOGRAPHY && !isAffine(call.source);
  const most = rowsTogether(call, count);
  for (let row = top; row < bottom; row += most) {
    const rows = min(most, bottom - row);
    const points = rows * count;
    const point = <usize>row * call.outWidth + left;
    const output = call.output + ((point * call.channels) << 2);
    locate(call, count, row, rows, point);
    if (isSeparable(call.sampler)) markFar(call, points);
    padRow(call, points, padsTaps(call));
    if (hides) maskBehindHorizon(call.scratch, points);
    call.weightsRow = call.weights + (point << 2);
    if (call.task == Task.FORWARD) {
      forwardRow(call, points, output);
    } else if (call.task == Task.GRAD_IMAGE) {
      gradImageRow(call, points, output);
    } else if (call.task == Task.OFFSETS) {
      locateOrigins(call, points);
      storeOffsets(call, points);
    } else if (call.task == Task.GRAD_WEIGHTS) {
      gradGridRow(call, points, output);
    } else {
      if (call.sampler == Sampler.SEPARABLE) loadGradients(call, points);
      else gradGridRow(call, points, output);
      normaliseGradient(call, points);
      reduce(call, count, row, rows, point);
    }
  }
}

/**
 * How many rows of the output are worked on as if they were one: their points lie one behind the
 * other there, and a whole tile row of them spends less on beginnings and ends. Wide pixels gain
 * little by it, and a basis is too large for more than one. The last vector of a homography's row
 * may reach beyond the row, not the tile. Threads share rows out by the same rule: `rowsTogether` in
 * src/tfjs/sampling/sampling-slices.ts.
 */
function rowsTogether(call: SamplingCall, count: i32): i32 {
  if (call.field == Field.BASIS || count < call.outWidth || call.channels > NARROW) return 1;
  return max(1, (TILE - (-count & 3)) / count);
}

/** The pixel coordinates of some rows of a tile. */
function locate(call: SamplingCall, count: i32, row: i32, rows: i32, point: usize): void {
  if (call.field == Field.HOMOGRAPHY) {
    for (let k = 0; k < rows; k++) {
      homographyRow(call, call.scratch + ((<usize>(k * count)) << 2), count, row + k, call.source);
    }
    repeatLast(call.scratch, rows * count);
  } else if (call.field == Field.GRID) {
    gridRow(call, rows * count, call.source + (point << 3));
    repeatLast(call.scratch, rows * count);
  } else {
    basisRow(call, count, call.basis + ((point * call.terms) << 2), call.scratch + SCRATCH_BYTES);
  }
}

/** The lanes behind the last point are that point again: nothing else may decide how it is done. */
function repeatLast(scratch: usize, points: i32): void {
  const last = scratch + ((<usize>(points - 1)) << 2);
  for (let point = points; point & 3; point++) {
    const s = scratch + ((<usize>point) << 2);
    store<f32>(s, load<f32>(last, PIXEL_X), PIXEL_X);
    store<f32>(s, load<f32>(last, PIXEL_Y), PIXEL_Y);
    store<f32>(s, load<f32>(last, DEPTH), DEPTH);
  }
}

/** From the gradients w.r.t. the points of some rows of a tile to those w.r.t. the field. */
function reduce(call: SamplingCall, count: i32, row: i32, rows: i32, point: usize): void {
  if (call.field == Field.HOMOGRAPHY) {
    for (let k = 0; k < rows; k++) {
      const s = call.scratch + ((<usize>(k * count)) << 2);
      reduceHomographyRow(call, s, count, row + k, call.source, call.gradient);
    }
  } else if (call.field == Field.GRID) {
    reduceGridRow(call, rows * count, call.gradient + (point << 3));
  } else {
    reduceBasisRow(call, count, call.basis + ((point * call.terms) << 2), call.gradient);
  }
}
