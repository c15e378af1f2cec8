import { signal, type ReadonlySignal } from '@preact/signals';

import type { Notices } from '../../app/notices.js';
import type { Pixels } from '../../engine/messages.js';
import { PlainError } from '../../plain-error.js';
import { pixelsOf } from './read-picture.js';

/** `asking` until the user has answered the browser's permission prompt. */
export type CameraState = 'off' | 'asking' | 'on';

/** The camera of the page. It can be stopped at any time, also while it starts. */
export class CameraSession {
  readonly #state = signal<CameraState>('off');
  readonly #notices: Notices;
  readonly #onFrame: (pixels: Pixels) => void;
  #running: AbortController | undefined;

  constructor(notices: Notices, onFrame: (pixels: Pixels) => void) {
    this.#notices = notices;
    this.#onFrame = onFrame;
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' || this.#state.value !== 'on') return;
      this.#end('The camera was stopped because the page was hidden.');
    });
  }

  get state(): ReadonlySignal<CameraState> {
    return this.#state;
  }

  /** Starts it, or shows an error. */
  async start(): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    this.#state.value = 'asking';
    const onEnd = (): void => this.#end('The camera was disconnected.');
    try {
      await openCamera({ onFrame: this.#onFrame, onEnd }, running.signal);
      if (!running.signal.aborted) this.#state.value = 'on';
    } catch (error) {
      if (running.signal.aborted) return;
      this.stop();
      this.#notices.problem(error);
    }
  }

  /** Stops it, also during the permission prompt. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#state.value = 'off';
  }

  #end(text: string): void {
    this.stop();
    this.#notices.tell('news', text);
  }
}

/** Callbacks of a camera. */
interface CameraHooks {
  readonly onFrame: (pixels: Pixels) => void;
  /** The camera was unplugged, or its permission was revoked. */
  readonly onEnd: () => void;
}

/**
 * Opens the camera and passes its frames on until the signal is aborted, which may be before the user
 * has answered the permission prompt. Frames go to this page's worker and nowhere else.
 *
 * @throws PlainError if there is no camera, or no permission
 */
async function openCamera(hooks: CameraHooks, signal: AbortSignal): Promise<void> {
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
    throw new PlainError('The camera delivers no picture. Open a file instead.');
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
        ? 'Permission to use the camera was refused. Allow it in the address bar, or open a file instead.'
        : name === 'NotFoundError'
          ? 'There is no camera here. Open a file instead.'
          : 'The camera does not start; another program may be using it. Open a file instead.',
    );
  }
}
