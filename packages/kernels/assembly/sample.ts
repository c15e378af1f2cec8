import { SamplingCall } from './call';
import { baseRow } from './coordinates/base-row';
import { basisRow, splitCoefficients } from './coordinates/basis-row';
import { gridRow } from './coordinates/grid-row';
import { hideBehindHorizon, homographyRow, isAffine } from './coordinates/homography-row';
import { normaliseGradient } from './coordinates/normalise-gradient';
import { padRow } from './coordinates/pad-row';
import { reduceBasisRow } from './coordinates/reduce-basis-row';
import { reduceGridRow } from './coordinates/reduce-grid-row';
import { reduceHomographyRow } from './coordinates/reduce-homography-row';
import { BACKPROP_IMAGE, BASIS, FORWARD, GRID, HOMOGRAPHY } from './options';
import { backpropImageRow } from './sampling/backprop-image-row';
import { backpropPointRow } from './sampling/backprop-point-row';
import { forwardRow } from './sampling/forward-row';
import { TILE, TILE_ROWS } from './scratch';

/** Of a basis, what leaves room for the image in a core's second-level cache. */
const BASIS_BYTES: i32 = 1 << 17;

/**
 * Samples a batch of images along their fields, or takes a gradient back through that. The call's
 * addresses of the first item are moved on from item to item.
 *
 * FORWARD reads the image and writes the output. BACKPROP_IMAGE reads the output as the upstream
 * gradient and adds to the image. BACKPROP_FIELD reads both and adds to the gradient.
 */
export function sample_f32(call: SamplingCall): void {
  // A basis comes from memory once for the whole batch; images on their own keep their rows in cache.
  if (call.field == BASIS) sampleByTiles(call);
  else sampleByItems(call);
}

function sampleByItems(call: SamplingCall): void {
  for (let n = 0; n < call.batch; n++) {
    for (let top = call.rowBegin; top < call.rowEnd; top += TILE_ROWS) {
      const bottom = min(top + TILE_ROWS, call.rowEnd);
      for (let left = 0; left < call.outWidth; left += TILE) {
        sampleTile(call, top, bottom, left, min(TILE, call.outWidth - left));
      }
    }
    move(call, 1);
  }
}

function sampleByTiles(call: SamplingCall): void {
  const rows = basisRows(call);
  for (let top = call.rowBegin; top < call.rowEnd; top += rows) {
    const bottom = min(top + rows, call.rowEnd);
    for (let left = 0; left < call.outWidth; left += TILE) {
      for (let n = 0; n < call.batch; n++) {
        splitCoefficients(call, call.source);
        sampleTile(call, top, bottom, left, min(TILE, call.outWidth - left));
        move(call, 1);
      }
      move(call, -call.batch);
    }
  }
}

/** Rows of a tile whose basis stays in cache until the last item of the batch has read it. */
function basisRows(call: SamplingCall): i32 {
  if (call.batch == 1) return TILE_ROWS;
  const rowBytes = min(TILE, call.outWidth) * (call.terms << 2);
  return max(1, min(TILE_ROWS, BASIS_BYTES / max(1, rowBytes)));
}

/** On to another item of the batch. */
function move(call: SamplingCall, items: i32): void {
  call.image += items * call.imageStride;
  call.output += items * call.outputStride;
  call.source += items * call.sourceStride;
  call.gradient += items * call.gradientStride;
}

function sampleTile(call: SamplingCall, top: i32, bottom: i32, left: i32, count: i32): void {
  baseRow(call.scratch, left, count, call.outWidth, call.alignCorners);
  const hides = call.field == HOMOGRAPHY && !isAffine(call.source);
  for (let row = top; row < bottom; row++) {
    const point = <usize>row * call.outWidth + left;
    const output = call.output + (point * call.channels << 2);
    locateRow(call, count, row, point);
    padRow(call, count);
    if (hides) hideBehindHorizon(call.scratch, count);
    if (call.task == FORWARD) {
      forwardRow(call, count, output);
    } else if (call.task == BACKPROP_IMAGE) {
      backpropImageRow(call, count, output);
    } else {
      backpropPointRow(call, count, output);
      normaliseGradient(call, count);
      reduceRow(call, count, row, point);
    }
  }
}

/** The pixel coordinates of a tile row. */
function locateRow(call: SamplingCall, count: i32, row: i32, point: usize): void {
  if (call.field == HOMOGRAPHY) homographyRow(call, count, row, call.source);
  else if (call.field == GRID) gridRow(call, count, call.source + (point << 3));
  else basisRow(call, count, call.basis + (point * call.terms << 2));
}

/** From the gradients by a tile row's points to those by the field. */
function reduceRow(call: SamplingCall, count: i32, row: i32, point: usize): void {
  if (call.field == HOMOGRAPHY) reduceHomographyRow(call, count, row, call.source, call.gradient);
  else if (call.field == GRID) reduceGridRow(call, count, call.gradient + (point << 3));
  else reduceBasisRow(call, count, call.basis + (point * call.terms << 2), call.gradient);
}
