import { signal, type ReadonlySignal } from '@preact/signals';

import type { Notices } from '../../app/notices.js';
import type { Pixels } from '../../engine/warp-request.js';
import { openCamera } from '../../pictures/camera.js';

/** Whether the camera films; `asking` until the user has answered the browser. */
export type CameraState = 'off' | 'asking' | 'on';

/** The one camera of the page: whatever happens while it starts, it can be stopped. */
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
      this.#end('The camera was stopped, because the page was hidden.');
    });
  }

  get state(): ReadonlySignal<CameraState> {
    return this.#state;
  }

  /** Starts it, or tells why not. */
  async start(): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    this.#state.value = 'asking';
    const onEnd = (): void => this.#end('The camera has ended.');
    try {
      await openCamera({ onFrame: this.#onFrame, onEnd }, running.signal);
      if (!running.signal.aborted) this.#state.value = 'on';
    } catch (error) {
      if (running.signal.aborted) return;
      this.stop();
      this.#notices.problem(error);
    }
  }

  /** Stops it, also while it is still asked for. */
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
