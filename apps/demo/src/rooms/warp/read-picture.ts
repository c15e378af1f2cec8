import type { Pixels } from '../../engine/messages.js';
import { PlainError } from '../../plain-error.js';

/** The longest side in pixels on the page; larger pictures are scaled down. */
const LARGEST_SIDE = 1024;
/** The longest side in pixels of a picture that is saved. */
const LARGEST_SAVED = 4096;
/** The most a phone can decode without running out of memory. */
const MOST_MEGAPIXELS = 64;

/** A picture on the page. */
export interface Picture extends Pixels {
  /** Its name, if it comes with the page. */
  readonly sample?: 'page' | 'scene' | 'card';
  /** Reads it once more, with all its pixels. */
  readonly full?: () => Promise<Pixels>;
}

/**
 * Reads a picture from a file or a URL of this page.
 *
 * @throws PlainError if it is not a picture, or too large
 */
export async function readPicture(source: Blob | string): Promise<Picture> {
  const full = (): Promise<Pixels> => readPixels(source, LARGEST_SAVED);
  return { ...(await readPixels(source, LARGEST_SIDE)), full };
}

async function readPixels(source: Blob | string, largest: number): Promise<Pixels> {
  const url = typeof source === 'string' ? source : URL.createObjectURL(source);
  try {
    const image = new Image();
    image.src = url;
    // Loading gives the size without decoding all pixels.
    await loaded(
      image,
      typeof source === 'string'
        ? 'That picture did not load. Check the connection and try again.'
        : 'That file is not a picture that this browser can read, or it is damaged.',
    );
    const { naturalWidth: width, naturalHeight: height } = image;
    const megapixels = (width * height) / 1e6;
    if (megapixels > MOST_MEGAPIXELS) {
      throw new PlainError(
        `That picture has ${Math.round(megapixels)} megapixels, and this page takes up to ${MOST_MEGAPIXELS}. Make it smaller first.`,
      );
    }
    if (width === 0 || height === 0) throw new PlainError('That picture has no intrinsic size.');
    return pixelsOf(image, width, height, largest);
  } finally {
    if (typeof source !== 'string') URL.revokeObjectURL(url);
  }
}

function loaded(image: HTMLImageElement, problem: string): Promise<void> {
  return new Promise((resolve, reject) => {
    image.addEventListener('load', () => resolve(), { once: true });
    image.addEventListener('error', () => reject(new PlainError(problem)), { once: true });
  });
}

/** Copies the pixels of an image or a video, scaled down if it is too large. */
export function pixelsOf(
  source: HTMLImageElement | HTMLVideoElement,
  width: number,
  height: number,
  largest: number = LARGEST_SIDE,
): Pixels {
  const scale = Math.min(1, largest / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new PlainError('This browser has no canvas to read the picture with.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { width: canvas.width, height: canvas.height, bytes: new Uint8ClampedArray(data) };
}
