import { signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { Notices } from '../../app/notices.js';
import { CrashCount, Engine, EngineCrash } from '../../client/engine.js';
import {
  backends,
  type EngineCalls,
  type Pixels,
  type Warped,
  type WarpRequest,
} from '../../engine/messages.js';
import { PlainError } from '../../plain-error.js';
import { CameraSession } from './camera.js';
import { findPage } from './find-page.js';
import { FrameMeter, SLOW, type Timing } from './frame-meter.js';
import { readPicture, type Picture } from './read-picture.js';
import { firstSetting, sway, type WarpSetting } from './setting.js';
import { outputSizeOf, ownSize, warpRequest } from './theta.js';

/** Time that a computation has, in ms, before another choice interrupts it. */
const PATIENCE = { choice: 300, handle: 3000 } as const;
/** The same for a worker that is still starting. */
const PATIENCE_AT_START = 5000;

/** What a picture changes in the setting. */
type PartOf = (picture: Picture) => Partial<WarpSetting>;

/** Whether there is a picture. */
export type PictureState = 'loading' | 'there' | 'missing';

/** The state of the Warp room, and the loop that updates the output. */
export class WarpSession {
  /** The current setting; animated while it moves. */
  readonly setting: Signal<WarpSetting> = signal(firstSetting);
  readonly camera: CameraSession;
  readonly #picture = signal<Picture | undefined>(undefined);
  readonly #pictureState = signal<PictureState>('loading');
  readonly #output = signal<Warped | undefined>(undefined);
  readonly #moving = signal(false);
  readonly #slow = signal(false);
  readonly #behind = signal(false);
  readonly #notices: Notices;
  readonly #engine: Engine;
  readonly #meter = new FrameMeter();
  readonly #crashes = new CrashCount();
  #sent: Picture | undefined;
  #spare: ArrayBuffer | undefined;
  #choice = 0;
  #stale = false;
  /** The setting of the latest output. */
  #shown: WarpSetting | undefined;
  /** The start of the current computation, if there is one. */
  #begin: number | undefined;
  #interruption: number | undefined;

  constructor(notices: Notices) {
    this.#notices = notices;
    this.#engine = new Engine({ onCrash: () => this.#recover() });
    this.camera = new CameraSession(notices, (pixels) => this.#show(pixels));
  }

  get picture(): ReadonlySignal<Picture | undefined> {
    return this.#picture;
  }

  get pictureState(): ReadonlySignal<PictureState> {
    return this.#pictureState;
  }

  get output(): ReadonlySignal<Warped | undefined> {
    return this.#output;
  }

  /** Height and width of the output. */
  get outputSize(): [height: number, width: number] {
    return outputSizeOf(this.setting.value, this.aspect);
  }

  /** Width over height of the picture. */
  get aspect(): number {
    const picture = this.#picture.value;
    return picture ? picture.width / picture.height : 1;
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
  async take(read: () => Promise<Picture>, part: PartOf = () => ({})): Promise<void> {
    this.still();
    const choice = ++this.#choice;
    try {
      const picture = await read();
      // Something else may have been chosen while a large file was read.
      if (choice !== this.#choice) return;
      this.setting.value = { ...this.setting.value, ...part(picture) };
      this.#show(picture);
    } catch (error) {
      if (choice !== this.#choice) return;
      if (!this.#picture.value) this.#pictureState.value = 'missing';
      this.#notices.problem(error);
    }
  }

  /** Opens a picture of the user: finds the corners of a page in it, and keeps its own size. */
  takeFile(file: File): Promise<void> {
    return this.take(
      () => readPicture(file),
      (picture) => {
        const corners = findPage(picture);
        return { outputSize: 'own', ...(corners && { family: 'projective', corners }) };
      },
    );
  }

  /**
   * The output as it is saved: with all pixels of the picture if it has its own size.
   *
   * @throws PlainError if that can't be computed
   */
  async fullOutput(): Promise<Pixels | undefined> {
    const [picture, setting] = [this.#picture.value, this.setting.value];
    if (setting.outputSize !== 'own' || !picture?.full) return this.#output.value;
    const full = await picture.full();
    const sides = ownSize(setting, full.width, full.height);
    const [height = 1, width = 1] = sides.map((side) => Math.max(1, Math.round(side)));
    // Another worker, so that the page stays as it is.
    const engine = new Engine({ onCrash: () => {} });
    try {
      await engine.call('show', full);
      const request = warpRequest(setting, full.width / full.height);
      return await engine.call('warp', { request: { ...request, outputSize: [height, width] } });
    } catch (error) {
      if (error instanceof PlainError) throw error;
      throw new PlainError('The picture is too large to be saved. Choose an output size.');
    } finally {
      engine.stop('saved');
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
    const alike = isAlike(before, this.setting.value);
    if (!alike) this.#meter.reset();
    this.#render();
    if (!this.#moving.value) this.#interruptAfter(alike ? PATIENCE.handle : PATIENCE.choice);
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

  #show(picture: Picture): void {
    this.#picture.value = picture;
    this.#pictureState.value = 'there';
    this.#render();
  }

  #render(): void {
    const picture = this.#picture.value;
    if (!picture) return;
    if (this.#begin !== undefined) {
      this.#stale = true;
      return;
    }
    this.#begin = performance.now();
    this.#behind.value = true;
    this.#stale = false;
    const late = window.setTimeout(() => {
      this.#slow.value = true;
    }, SLOW);
    void this.#renderOnce(picture).finally(() => {
      window.clearTimeout(late);
      window.clearTimeout(this.#interruption);
      this.#slow.value = false;
      this.#begin = undefined;
      if (this.#stale) this.#render();
      else this.#behind.value = false;
    });
  }

  /** Stops the current computation when it has taken a time, since its output is not wanted any more. */
  #interruptAfter(patience: number): void {
    if (this.#begin === undefined || !this.#stale) return;
    const starting = this.#sent === undefined;
    const time = this.#begin + (starting ? PATIENCE_AT_START : patience) - performance.now();
    window.clearTimeout(this.#interruption);
    this.#interruption = window.setTimeout(() => {
      this.#sent = undefined;
      this.#engine.stop('interrupted');
    }, time);
  }

  async #renderOnce(picture: Picture): Promise<void> {
    const setting = this.setting.value;
    try {
      if (this.#sent !== picture) {
        const { width, height, bytes } = picture;
        await this.#engine.call('show', { width, height, bytes });
        this.#sent = picture;
      }
      const request = warpRequest(setting, this.aspect);
      const begin = performance.now();
      const warped = await this.#engine.call('warp', ...this.#intoSpare(request));
      this.#shown = { ...setting, backend: warped.backend };
      this.#takeOutput(warped, performance.now() - begin);
    } catch (error) {
      if (error instanceof EngineCrash) return;
      this.#notices.problem(error);
      this.#goBack();
    }
  }

  /**
   * Returns to the backend, sampler, output size and transform of the latest output.
   *
   * @returns whether they were others
   */
  #goBack(): boolean {
    const [shown, setting] = [this.#shown, this.setting.value];
    if (!shown || isAlike(shown, setting)) return false;
    const { backend, sampler, outputSize, family, points, pointsPerAxis } = shown;
    this.change({ backend, sampler, outputSize, family, points, pointsPerAxis });
    return true;
  }

  /** Passes the buffer of the output before the latest on, which is not shown any more. */
  #intoSpare(request: WarpRequest): [EngineCalls['warp']['ask'], Transferable[]] {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare ? [{ request, spare }, [spare]] : [{ request }, []];
  }

  #takeOutput(warped: Warped, frame: number): void {
    this.#crashes.reset();
    this.#spare = this.#output.value?.bytes.buffer;
    this.#output.value = warped;
    const { backend, problem, kernelTime } = warped;
    if (this.#meter.add({ kernel: kernelTime, frame })) this.#stale = true;
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
    const computing = this.#begin !== undefined;
    if (computing && this.#goBack()) {
      this.#notices.tell('problem', 'This could not be computed. Back to the setting before.');
    } else {
      this.#notices.tell('news', 'The compute worker crashed and was restarted. Nothing is lost.');
    }
    this.#stale = true;
    if (!computing) this.#render();
  }
}

/** Whether two settings differ at most in θ and padding, so that one takes as long as the other. */
function isAlike(a: WarpSetting, b: WarpSetting): boolean {
  return (
    a.backend === b.backend &&
    a.sampler === b.sampler &&
    a.outputSize === b.outputSize &&
    a.family === b.family &&
    a.pointsPerAxis === b.pointsPerAxis
  );
}
