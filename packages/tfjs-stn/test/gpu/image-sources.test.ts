import { tensor3d, type Tensor3D } from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { afterAll, expect, inject, it } from 'vitest';

import { OptionError, ready, rotate, type ImageSource } from '../../src/index.js';

const [width, height] = [32, 16];

/** The colours of the quarters of the picture, in bytes: upper left and right, lower left and right. */
const quarters = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
] as const;

function draw<Canvas extends HTMLCanvasElement | OffscreenCanvas>(canvas: Canvas): Canvas {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  for (const [index, colour] of quarters.entries()) {
    context.fillStyle = `rgb(${colour.join()})`;
    const [x, y] = [index % 2, Math.floor(index / 2)];
    context.fillRect((x * width) / 2, (y * height) / 2, width / 2, height / 2);
  }
  return canvas;
}

function canvasElement(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  return draw(canvas);
}

function imageData(): ImageData {
  const context = canvasElement().getContext('2d') as CanvasRenderingContext2D;
  return context.getImageData(0, 0, width, height);
}

async function imageElement(): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = canvasElement().toDataURL('image/png');
  await image.decode();
  return image;
}

const streams: MediaStream[] = [];

/** A video that shows what is drawn on a canvas. */
async function videoElement(): Promise<HTMLVideoElement> {
  const canvas = canvasElement();
  const stream = canvas.captureStream();
  streams.push(stream);
  const video = Object.assign(document.createElement('video'), { muted: true, srcObject: stream });
  // A stream has no frame before something is drawn.
  const drawing = setInterval(() => draw(canvas), 20);
  await video.play();
  await new Promise((done) => video.requestVideoFrameCallback(done));
  clearInterval(drawing);
  return video;
}

const bytes = (): { data: Uint8Array; width: number; height: number } => ({
  data: new Uint8Array(imageData().data),
  width,
  height,
});

/** Each with how far its bytes may be from what was drawn: a video has other colours than RGB. */
const sources: readonly (readonly [string, number, () => ImageSource | Promise<ImageSource>])[] = [
  ['HTMLCanvasElement', 0, canvasElement],
  ['OffscreenCanvas', 0, () => draw(new OffscreenCanvas(width, height))],
  ['HTMLImageElement', 0, imageElement],
  ['HTMLVideoElement', 12, videoElement],
  ['ImageData', 0, imageData],
  ['ImageBitmap', 0, () => createImageBitmap(canvasElement())],
  ['{ data, width, height }', 0, bytes],
];

/** What a half turn makes of the picture: the last quarter first. */
function halfTurned(): Tensor3D {
  const pixels = Array.from({ length: height * width }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    const quarter = 3 - (2 * Math.floor((2 * y) / height) + Math.floor((2 * x) / width));
    return quarters[quarter]?.map((byte) => byte / 255) ?? [];
  });
  return tensor3d(pixels.flat(), [height, width, 3]);
}

afterAll(() => {
  for (const stream of streams) for (const track of stream.getTracks()) track.stop();
});

describeBackends([inject('gpuBackend'), 'cpu'], () => {
  it.each(sources)('takes an %s', async (_name, tolerance, make) => {
    await ready();
    const source = await make();
    expectNoLeak(() => {
      const [turned, expected] = [rotate(source, 180), halfTurned()];
      expectClose(turned, expected, { rtol: 0, atol: tolerance / 255 + 1e-5 });
      turned.dispose();
      expected.dispose();
    });
  });

  const none = /^rotate: image must have pixels, got none\. Wait until an image has loaded/;
  const other =
    /^rotate: image must be a tensor or what tf\.browser\.fromPixels takes, got an object\. /;
  it.each<readonly [string, () => unknown, RegExp]>([
    ['an image that has not loaded', () => Object.assign(new Image(), { width: 8 }), none],
    ['a video without a frame', () => document.createElement('video'), none],
    ['a canvas without pixels', () => new OffscreenCanvas(0, 8), none],
    ['another element', () => document.createElement('div'), other],
  ])('refuses %s', (_name, make, message) => {
    const refused = (): unknown => rotate(make() as never, 30);
    expectNoLeak(() => {
      expect(refused).toThrow(OptionError);
      expect(refused).toThrow(message);
    });
  });
});
