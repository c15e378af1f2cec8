import { signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { Notices } from '../../app/notices.js';
import { CrashCount, Engine, EngineCrash } from '../../client/engine.js';
import {
  backends,
  type EngineCalls,
  type Warped,
  type WarpRequest,
} from '../../engine/messages.js';
import { CameraSession } from './camera.js';
import { findPage } from './find-page.js';
import { FrameMeter, type Timing } from './frame-meter.js';
import { readPicture, type Picture } from './read-picture.js';
import { RenderLoop } from './render-loop.js';
import { firstSetting, isAlike, sway, type WarpSetting } from './setting.js';
import { outputSizeOf, warpRequest } from './theta.js';

/** Time that a computation has, in ms, before a choice or a moved handle interrupts it. */
const PATIENCE = { choice: 300, handle: 3000, start: 5000 } as const;

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
  readonly #notices: Notices;
  readonly #engine: Engine;
  readonly #meter = new FrameMeter();
  readonly #crashes = new CrashCount();
  #sent: Picture | undefined;
  #spare: ArrayBuffer | undefined;
  #choice = 0;
  /** The setting of the latest output. */
  #shown: WarpSetting | undefined;
  readonly #loop = new RenderLoop(
    () => this.#render(),
    () => {
      this.#sent = undefined;
      this.#engine.stop('interrupted');
    },
  );

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
    return this.#loop.behind;
  }

  /** Whether it has been behind long enough to say so. */
  get slow(): ReadonlySignal<boolean> {
    return this.#loop.slow;
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
    this.#loop.request();
    if (this.#moving.value) return;
    const starting = this.#sent === undefined;
    this.#loop.interruptAfter(PATIENCE[starting ? 'start' : alike ? 'handle' : 'choice']);
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
    this.#loop.request();
  }

  async #render(): Promise<void> {
    const [picture, setting] = [this.#picture.value, this.setting.value];
    if (!picture) return;
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
    const { backend, problem, kernelTime, measured } = warped;
    if (this.#meter.add({ kernel: kernelTime, frame })) this.#loop.request();
    // An output that was asked for before the choice says nothing about it.
    if ((problem ?? measured) === undefined || backend === this.setting.value.backend) return;
    this.setting.value = { ...this.setting.value, backend };
    if (measured) this.#notices.tell('news', measured);
    if (problem === undefined) return;
    const slower = backend === 'cpu' ? ', which is slower' : '';
    this.#notices.tell('problem', `${problem} Using ${backends[backend].title} instead${slower}.`);
  }

  #recover(): void {
    this.#sent = undefined;
    this.#crashes.add();
    if (this.#crashes.hopeless) {
      this.#loop.cancel();
      this.#notices.tell(
        'problem',
        'The compute worker keeps failing. Reload the page to try again.',
      );
      return;
    }
    if (this.#loop.running && this.#goBack()) {
      this.#notices.tell('problem', 'This could not be computed. Back to the setting before.');
    } else {
      this.#notices.tell('news', 'The compute worker crashed and was restarted. Nothing is lost.');
    }
    this.#loop.request();
  }
}
