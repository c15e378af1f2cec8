import { signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { Notices } from '../../app/notices.js';
import { CrashCount } from '../../client/crash-count.js';
import { Engine, EngineCrash } from '../../client/engine.js';
import type { Pixels, Warped } from '../../engine/warp-request.js';
import { CameraSession } from './camera-session.js';
import { FrameMeter } from './frame-meter.js';
import { firstSetting, type WarpSetting } from './setting.js';
import { sway } from './sway.js';
import { warpRequest } from './warp-request.js';

/** So many warps are measured at least, unless one takes longer than this, in ms. */
const STEADY = 7;
const SLOW = 200;

/** What the warp took, for people. */
export interface Timing {
  readonly milliseconds: number;
  /** Frames painted in the last second, while something moves. */
  readonly frameRate: number;
}

/** Whether there is a picture. */
export type PictureState = 'loading' | 'there' | 'missing';

/** The warp room's state, and the loop that keeps the output up with it. */
export class WarpSession {
  /** Where handles and sliders are; swayed while it moves. */
  readonly setting: Signal<WarpSetting> = signal(firstSetting);
  readonly camera: CameraSession;
  readonly #picture = signal<Pixels | undefined>(undefined);
  readonly #pictureState = signal<PictureState>('loading');
  readonly #output = signal<Warped | undefined>(undefined);
  readonly #timing = signal<Timing>({ milliseconds: Number.NaN, frameRate: 0 });
  readonly #moving = signal(false);
  readonly #slow = signal(false);
  readonly #behind = signal(false);
  readonly #notices: Notices;
  readonly #engine: Engine;
  readonly #meter = new FrameMeter();
  readonly #crashes = new CrashCount();
  #sent: Pixels | undefined;
  #choice = 0;
  #busy = false;
  #stale = false;
  #painting = false;
  #rest: number | undefined;

  constructor(notices: Notices) {
    this.#notices = notices;
    this.#engine = new Engine({ onCrash: () => this.#recover() });
    this.camera = new CameraSession(notices, (pixels) => this.#show(pixels));
  }

  get picture(): ReadonlySignal<Pixels | undefined> {
    return this.#picture;
  }

  get pictureState(): ReadonlySignal<PictureState> {
    return this.#pictureState;
  }

  get output(): ReadonlySignal<Warped | undefined> {
    return this.#output;
  }

  get timing(): ReadonlySignal<Timing> {
    return this.#timing;
  }

  /** Whether the setting moves by itself. */
  get moving(): ReadonlySignal<boolean> {
    return this.#moving;
  }

  /** Whether the output is not yet that of the setting. */
  get behind(): ReadonlySignal<boolean> {
    return this.#behind;
  }

  /** Whether it is behind by so long that it is worth telling. */
  get slow(): ReadonlySignal<boolean> {
    return this.#slow;
  }

  /** Takes another picture, and changes some of the setting with it; tells if it can't be read. */
  async take(read: () => Promise<Pixels>, part: Partial<WarpSetting> = {}): Promise<void> {
    this.still();
    const choice = ++this.#choice;
    try {
      const picture = await read();
      // Something else may have been chosen while a large file was read.
      if (choice !== this.#choice) return;
      this.setting.value = { ...this.setting.value, ...part };
      this.#show(picture);
    } catch (error) {
      if (choice !== this.#choice) return;
      if (!this.#picture.value) this.#pictureState.value = 'missing';
      this.#notices.problem(error);
    }
  }

  /** Lets the camera film, or stops it. */
  toggleCamera(): void {
    this.#choice++;
    if (this.camera.state.value === 'off') void this.camera.start();
    else this.camera.stop();
  }

  /** Stops everything that goes on by itself. */
  still(): void {
    this.move(false);
    this.camera.stop();
  }

  /** Changes some of the setting. */
  change(part: Partial<WarpSetting>): void {
    const before = this.setting.value;
    this.setting.value = { ...before, ...part };
    const { backend, sampler, outputSize } = this.setting.value;
    const same = backend === before.backend && sampler === before.sampler;
    if (!same || outputSize !== before.outputSize) this.#meter.reset();
    this.#render();
  }

  /** Lets the setting move by itself, or stops that where it is. */
  move(on: boolean): void {
    if (on === this.#moving.value) return;
    this.#moving.value = on;
    if (!on) return;
    const base = this.setting.value;
    const begin = performance.now();
    const frame = (now: number): void => {
      if (!this.#moving.value) return;
      const { family, affine, corners, points } = sway(base, Math.max(0, now - begin) / 1000);
      if (family !== this.setting.value.family) return this.move(false);
      this.change({ affine, corners, points });
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  #show(picture: Pixels): void {
    this.#picture.value = picture;
    this.#pictureState.value = 'there';
    this.#render();
  }

  #render(): void {
    const picture = this.#picture.value;
    if (!picture) return;
    if (this.#busy) {
      this.#stale = true;
      return;
    }
    this.#busy = true;
    this.#behind.value = true;
    this.#stale = false;
    const late = window.setTimeout(() => {
      this.#slow.value = true;
    }, SLOW);
    void this.#renderOnce(picture).finally(() => {
      window.clearTimeout(late);
      this.#slow.value = false;
      this.#busy = false;
      if (this.#stale) this.#render();
      else this.#behind.value = false;
    });
  }

  async #renderOnce(picture: Pixels): Promise<void> {
    try {
      if (this.#sent !== picture) {
        await this.#engine.call('show', picture);
        this.#sent = picture;
      }
      const { width, height } = picture;
      const request = warpRequest(this.setting.value, width / height);
      this.#takeOutput(await this.#engine.call('warp', request));
    } catch (error) {
      if (!(error instanceof EngineCrash)) this.#notices.problem(error);
    }
  }

  #takeOutput(warped: Warped): void {
    this.#crashes.reset();
    this.#output.value = warped;
    this.#meter.add(warped.milliseconds);
    this.#paint();
    // The first warps compile and allocate; one alone would be no figure.
    if (this.#meter.count < STEADY && warped.milliseconds < SLOW) this.#stale = true;
    const { backend, problem } = warped;
    if (problem === undefined || backend === this.setting.value.backend) return;
    this.setting.value = { ...this.setting.value, backend };
    const slower = backend === 'cpu' ? ', but slower' : '';
    this.#notices.tell('problem', `${problem} Everything works without${slower}.`);
  }

  /** Counts what the browser paints: of several outputs before its next frame, only one is seen. */
  #paint(): void {
    if (this.#painting) return;
    this.#painting = true;
    requestAnimationFrame((now) => {
      this.#painting = false;
      this.#meter.show(now);
      this.#tellTiming(now);
    });
  }

  /** The rate now, and none once nothing has been shown for a second. */
  #tellTiming(now: number): void {
    const milliseconds = this.#meter.duration;
    this.#timing.value = { milliseconds, frameRate: this.#meter.rate(now) };
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => {
      this.#timing.value = { milliseconds, frameRate: 0 };
    }, 1000);
  }

  #recover(): void {
    this.#sent = undefined;
    this.#crashes.add();
    if (this.#crashes.hopeless) {
      this.#stale = false;
      this.#notices.tell(
        'problem',
        'The computing part keeps failing. Reload the page to try again.',
      );
      return;
    }
    this.#notices.tell('news', 'The computing part failed and was started again. Nothing is lost.');
    this.#stale = true;
    if (!this.#busy) this.#render();
  }
}
