import { signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { Notices } from '../../app/notices.js';
import { Engine, EngineCrash } from '../../client/engine.js';
import type { Pixels, Warped } from '../../engine/warp-request.js';
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
  /** Frames shown in the last second, while something moves. */
  readonly frameRate: number;
}

/** The warp room's state, and the loop that keeps the output up with it. */
export class WarpSession {
  readonly picture: Signal<Pixels | undefined> = signal(undefined);
  /** Where handles and sliders are; swayed while it moves. */
  readonly setting: Signal<WarpSetting> = signal(firstSetting);
  readonly output: Signal<Warped | undefined> = signal(undefined);
  readonly timing: Signal<Timing> = signal({ milliseconds: Number.NaN, frameRate: 0 });
  readonly #moving = signal(false);
  readonly #notices: Notices;
  readonly #engine: Engine;
  readonly #meter = new FrameMeter();
  #sent: Pixels | undefined;
  #busy = false;
  #stale = false;
  #crashes = 0;
  #rest: number | undefined;

  constructor(notices: Notices) {
    this.#notices = notices;
    this.#engine = new Engine({ onCrash: () => this.#recover() });
  }

  /** Whether the setting moves by itself. */
  get moving(): ReadonlySignal<boolean> {
    return this.#moving;
  }

  /** Takes another picture. */
  show(picture: Pixels): void {
    this.picture.value = picture;
    this.#render();
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

  #render(): void {
    const picture = this.picture.value;
    if (!picture) return;
    if (this.#busy) {
      this.#stale = true;
      return;
    }
    this.#busy = true;
    this.#stale = false;
    void this.#renderOnce(picture).finally(() => {
      this.#busy = false;
      if (this.#stale) this.#render();
    });
  }

  async #renderOnce(picture: Pixels): Promise<void> {
    try {
      if (this.#sent !== picture) {
        await this.#engine.call('show', picture);
        this.#sent = picture;
      }
      const { width, height } = picture;
      const warped = await this.#engine.call(
        'warp',
        warpRequest(this.setting.value, width / height),
      );
      this.#take(warped);
    } catch (error) {
      if (!(error instanceof EngineCrash)) this.#notices.problem(error);
    }
  }

  #take(warped: Warped): void {
    this.#crashes = 0;
    const now = performance.now();
    this.#meter.add(warped.milliseconds, now);
    this.output.value = warped;
    this.#tellTiming(now);
    // The first warps compile and allocate; one alone would be no figure.
    if (this.#meter.count < STEADY && warped.milliseconds < SLOW) this.#stale = true;
    const { backend } = this.setting.value;
    if (warped.backend === backend) return;
    this.setting.value = { ...this.setting.value, backend: warped.backend };
    this.#notices.tell(
      'problem',
      'This browser has no WebAssembly with SIMD. Everything works, computed in plain JavaScript, but slower.',
    );
  }

  /** The rate now, and none once nothing has been shown for a second. */
  #tellTiming(now: number): void {
    const milliseconds = this.#meter.duration;
    this.timing.value = { milliseconds, frameRate: this.#meter.rate(now) };
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => {
      this.timing.value = { milliseconds, frameRate: 0 };
    }, 1000);
  }

  #recover(): void {
    this.#sent = undefined;
    this.#crashes++;
    if (this.#crashes > 3) {
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
