import { signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { Notices } from '../../app/notices.js';
import { CrashCount, Engine, EngineCrash } from '../../client/engine.js';
import { backends, type Pixels, type Warped } from '../../engine/messages.js';
import { CameraSession } from './camera.js';
import { FrameMeter, SLOW, type Timing } from './frame-meter.js';
import { firstSetting, sway, type WarpSetting } from './setting.js';
import { warpRequest } from './theta.js';

/** Whether there is a picture. */
export type PictureState = 'loading' | 'there' | 'missing';

/** The state of the Warp room, and the loop that updates the output. */
export class WarpSession {
  /** The current setting; animated while it moves. */
  readonly setting: Signal<WarpSetting> = signal(firstSetting);
  readonly camera: CameraSession;
  readonly #picture = signal<Pixels | undefined>(undefined);
  readonly #pictureState = signal<PictureState>('loading');
  readonly #output = signal<Warped | undefined>(undefined);
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
    return this.#meter.timing;
  }

  /** Whether the setting is animated. */
  get moving(): ReadonlySignal<boolean> {
    return this.#moving;
  }

  /** Whether the output is not up to date with the setting. */
  get behind(): ReadonlySignal<boolean> {
    return this.#behind;
  }

  /** Whether it has been behind long enough to say so. */
  get slow(): ReadonlySignal<boolean> {
    return this.#slow;
  }

  /** Opens a picture and changes part of the setting; shows an error if it can't be read. */
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

  /** Starts or stops the camera. */
  toggleCamera(): void {
    this.#choice++;
    if (this.camera.state.value === 'off') void this.camera.start();
    else this.camera.stop();
  }

  /** Stops animation and camera. */
  still(): void {
    this.move(false);
    this.camera.stop();
  }

  /** Changes part of the setting. */
  change(part: Partial<WarpSetting>): void {
    const before = this.setting.value;
    this.setting.value = { ...before, ...part };
    const { backend, sampler, outputSize } = this.setting.value;
    const same = backend === before.backend && sampler === before.sampler;
    if (!same || outputSize !== before.outputSize) this.#meter.reset();
    this.#render();
  }

  /** Starts or stops the animation of the setting. */
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
    if (this.#meter.add(warped.milliseconds)) this.#stale = true;
    const { backend, problem } = warped;
    if (problem === undefined || backend === this.setting.value.backend) return;
    this.setting.value = { ...this.setting.value, backend };
    const slower = backend === 'cpu' ? ', which is slower' : '';
    this.#notices.tell('problem', `${problem} Using ${backends[backend].title} instead${slower}.`);
  }

  #recover(): void {
    this.#sent = undefined;
    this.#crashes.add();
    if (this.#crashes.hopeless) {
      this.#stale = false;
      this.#notices.tell(
        'problem',
        'The compute worker keeps failing. Reload the page to try again.',
      );
      return;
    }
    this.#notices.tell('news', 'The compute worker crashed and was restarted. Nothing is lost.');
    this.#stale = true;
    if (!this.#busy) this.#render();
  }
}
