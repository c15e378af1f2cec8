import type { Pixels } from '../engine/warp-request.js';
import { PlainError } from '../plain-error.js';
import { pixelsOf } from './read-picture.js';

/** What is done with a camera. */
export interface CameraHooks {
  readonly onFrame: (pixels: Pixels) => void;
  /** The camera was unplugged, or its permission taken back. */
  readonly onEnd: () => void;
}

/**
 * Opens the camera and hands over its frames, until the signal comes; also before the user has
 * answered the browser's question. Frames go to this page's worker and nowhere else.
 *
 * @throws PlainError where there is none, or it may not be used
 */
export async function openCamera(hooks: CameraHooks, signal: AbortSignal): Promise<void> {
  const stream = await ask();
  const stop = (): void => stream.getTracks().forEach((track) => track.stop());
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) return stop();
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  try {
    await video.play();
  } catch {
    stop();
    if (signal.aborted) return;
    throw new PlainError('The camera gives no picture. Open a file instead.');
  }
  for (const track of stream.getTracks()) track.addEventListener('ended', () => hooks.onEnd());
  film(video, hooks.onFrame, signal);
}

function film(video: HTMLVideoElement, onFrame: CameraHooks['onFrame'], signal: AbortSignal): void {
  let shownAt = -1;
  const frame = (): void => {
    if (signal.aborted) return;
    requestAnimationFrame(frame);
    if (video.currentTime === shownAt || video.videoWidth === 0) return;
    shownAt = video.currentTime;
    onFrame(pixelsOf(video, video.videoWidth, video.videoHeight));
  };
  frame();
}

async function ask(): Promise<MediaStream> {
  if (!navigator.mediaDevices) {
    throw new PlainError('A camera can only be used on https or localhost. Open a file instead.');
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'environment' },
    });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    throw new PlainError(
      name === 'NotAllowedError'
        ? 'The camera may not be used: permission was refused. Allow it in the address bar, or open a file instead.'
        : name === 'NotFoundError'
          ? 'There is no camera here. Open a file instead.'
          : 'The camera does not start; another program may be using it. Open a file instead.',
    );
  }
}
