import type { Pixels } from '../engine/warp-request.js';
import { PictureError } from './picture-error.js';
import { pixelsOf } from './read-picture.js';

/** A running camera. */
export interface Camera {
  readonly stop: () => void;
}

/**
 * Opens the camera and hands over its frames. They go to this page's worker and nowhere else.
 *
 * @throws PictureError where there is none, or it may not be used
 */
export async function openCamera(onFrame: (pixels: Pixels) => void): Promise<Camera> {
  const stream = await ask();
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  let request = 0;
  let shownAt = -1;
  const frame = (): void => {
    request = requestAnimationFrame(frame);
    if (video.currentTime === shownAt || video.videoWidth === 0) return;
    shownAt = video.currentTime;
    onFrame(pixelsOf(video, video.videoWidth, video.videoHeight));
  };
  frame();
  return {
    stop: () => {
      cancelAnimationFrame(request);
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

async function ask(): Promise<MediaStream> {
  if (!navigator.mediaDevices) {
    throw new PictureError('A camera can only be used on https or localhost. Open a file instead.');
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'environment' },
    });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    throw new PictureError(
      name === 'NotAllowedError'
        ? 'The camera may not be used: permission was refused. Allow it in the address bar, or open a file instead.'
        : name === 'NotFoundError'
          ? 'There is no camera here. Open a file instead.'
          : 'The camera does not start; another program may be using it. Open a file instead.',
    );
  }
}
