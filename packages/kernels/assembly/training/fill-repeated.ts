import { framed } from './inline/frame';

/**
 * Copies the part of an image that windows cover into its frame, every channel
 * `multiplier` times, so that each output channel has an input channel of its own.
 */
export function fillRepeated(
  image: usize,
  frame: usize,
  height: i32,
  width: i32,
  channels: i32,
  multiplier: i32,
  frameHeight: i32,
  frameWidth: i32,
  padTop: i32,
  padLeft: i32,
): void {
  const rows = framed(height, frameHeight, padTop);
  const values = framed(width, frameWidth, padLeft) * channels;
  const pixel = (<usize>(channels * multiplier)) << 2;
  const frameRow = <usize>frameWidth * pixel;
  frame += <usize>padTop * frameRow + <usize>padLeft * pixel;
  for (let row = 0; row < rows; row++, frame += frameRow) {
    let from = image + ((<usize>(row * width * channels)) << 2);
    for (let i = 0, to = frame; i < values; i++, from += 4) {
      const value = load<f32>(from);
      for (let m = 0; m < multiplier; m++, to += 4) store<f32>(to, value);
    }
  }
}
