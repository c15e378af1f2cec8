import { signal, type ReadonlySignal, type Signal } from '@preact/signals';

import pretrainedUrl from '../../assets/pretrained.bin?url';
import type { Notices } from '../../app/notices.js';
import { CrashCount } from '../../client/crash-count.js';
import { Engine, EngineCrash } from '../../client/engine.js';
import type { EngineNews } from '../../engine/engine-calls.js';
import type { LoadedNet, Showcase, SurestReading } from '../../engine/learning/results.js';
import type { TrainingOrder, TrainingProgress } from '../../engine/learning/training-order.js';
import { fetchBytes } from '../../fetch-bytes.js';
import type { TestResult } from '../../training/test-model.js';
import { isRunning, type Activity } from './activity.js';
import { crashText } from './crash-text.js';
import type { Curve } from './curve.js';
import { NetState } from './net-state.js';
import { watchVisibility } from './watch-visibility.js';

/** How often a net in training is kept against a crash, in ms. */
const KEEP_INTERVAL = 5000;

/** A net's bytes, kept against a crash of the worker. */
interface KeptNet {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Steps of the present training; 0 if it is of before. */
  readonly step: number;
}

/** The net of the page: its training, and what is seen of it. */
export class LearnSession {
  readonly order: Signal<TrainingOrder> = signal({
    distortion: 'turned',
    transform: 'affine',
    steps: 1500,
    seed: 1,
    further: false,
  });
  readonly #state = new NetState();
  readonly activity: ReadonlySignal<Activity> = this.#state.activity;
  readonly showcase: ReadonlySignal<Showcase | undefined> = this.#state.showcase;
  /** Why nets can't be trained here, for the user. */
  readonly problem: ReadonlySignal<string | undefined> = this.#state.problem;
  readonly progress: ReadonlySignal<TrainingProgress | undefined> = this.#state.progress;
  readonly curve: ReadonlySignal<Curve> = this.#state.curve;
  readonly evaluation: ReadonlySignal<TestResult | undefined> = this.#state.evaluation;
  /** Whether the net was trained here and is kept nowhere yet. */
  readonly unsaved: ReadonlySignal<boolean> = this.#state.unsaved;
  readonly #crashes = new CrashCount();
  readonly #notices: Notices;
  readonly #engine: Engine;
  #opened = false;
  #kept: KeptNet | undefined;
  #keptAt = 0;

  constructor(notices: Notices) {
    this.#notices = notices;
    this.#engine = new Engine({
      onNews: (news) => this.#take(news),
      onCrash: () => void this.#recover(),
    });
    watchVisibility((visible) => this.#rest(visible));
  }

  /** Loads the net that comes with the page, the first time that a room needs one. */
  async open(): Promise<void> {
    if (this.#opened) return;
    this.#opened = true;
    await this.openPretrained();
  }

  /** Goes back to the net that comes with the page; tells if that fails. */
  async openPretrained(): Promise<void> {
    this.#state.activity.value = 'loading';
    try {
      await this.load(await fetchBytes(pretrainedUrl, 'The net'));
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Takes a net from a file's bytes.
   *
   * @throws PlainError if they are no net, EngineCrash if the worker dies over them
   */
  async load(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#state.activity.value = 'loading';
    try {
      const loaded = await this.#engine.call('load', bytes);
      this.#kept = { bytes, step: 0 };
      this.#reset(loaded);
    } catch (error) {
      if (!(error instanceof EngineCrash)) this.#settle();
      throw error;
    }
  }

  /** The net as a file's bytes. */
  save(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#engine.call('save', undefined);
  }

  /** Takes it that the net is kept somewhere. */
  saved(): void {
    this.#state.unsaved.value = false;
  }

  /** Trains a net by the order, a new one or the one that is there. */
  async train(further: boolean): Promise<void> {
    if (this.#state.activity.value !== 'idle') return;
    this.#state.clear('training');
    if (this.#kept) this.#kept = { ...this.#kept, step: 0 };
    this.#keptAt = performance.now();
    try {
      await this.#engine.call('train', { ...this.order.value, further });
      // Also what is finished can be lost to a crash.
      await this.#keep();
      // A crash meanwhile is mended elsewhere.
      if (isRunning(this.#state.activity.value)) this.#settle();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Holds the training, lets it go on, or ends it. */
  control(order: 'pause' | 'resume' | 'stop'): void {
    if (order === 'pause') this.#state.activity.value = 'paused';
    if (order === 'resume') this.#state.activity.value = 'training';
    this.#engine.call('control', order).catch(() => {});
  }

  /** Has all test digits read. */
  async evaluate(): Promise<void> {
    if (this.#state.activity.value !== 'idle') return;
    this.#state.activity.value = 'testing';
    try {
      this.#state.evaluation.value = await this.#engine.call('evaluate', undefined);
      this.#crashes.reset();
      this.#settle();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Has one image of 42×42 grey values read. */
  async read(image: Float32Array<ArrayBuffer>): Promise<SurestReading> {
    const reading = await this.#engine.call('read', image);
    this.#crashes.reset();
    return reading;
  }

  #take(news: EngineNews): void {
    if (news.kind === 'showcase') {
      this.#state.showcase.value = news.showcase;
      return;
    }
    const { progress } = news;
    this.#crashes.reset();
    this.#state.follow(progress);
    if (performance.now() - this.#keptAt < KEEP_INTERVAL) return;
    this.#keptAt = performance.now();
    void this.#keep();
  }

  async #keep(): Promise<void> {
    const step = this.#state.progress.value?.step ?? 0;
    const bytes = await this.save().catch(() => undefined);
    if (bytes) this.#kept = { bytes, step };
  }

  #reset({ showcase, problem }: LoadedNet): void {
    const before = this.problem.value;
    this.#state.replace({ showcase, problem });
    if (problem === undefined || problem === before) return;
    this.#notices.tell(
      'problem',
      `${problem} Everything works without, but slower; nets cannot be trained.`,
    );
  }

  #rest(visible: boolean): void {
    if (!visible && this.#state.activity.value === 'training') {
      this.control('pause');
      this.#state.activity.value = 'resting';
    } else if (visible && this.#state.activity.value === 'resting') {
      this.control('resume');
      this.#notices.tell('news', 'The training rested while the tab was hidden, and goes on.');
    }
  }

  #settle(): void {
    this.#state.activity.value = this.#state.showcase.value ? 'idle' : 'failed';
  }

  /** What a crash means is told where it is mended. */
  #fail(error: unknown): void {
    if (error instanceof EngineCrash) return;
    this.#settle();
    this.#notices.problem(error);
  }

  async #recover(): Promise<void> {
    const [activity, kept] = [this.activity.value, this.#kept];
    const restore = this.#state.remember();
    this.#crashes.add();
    this.#state.activity.value = 'failed';
    if (!kept || this.#crashes.hopeless) {
      this.#notices.tell('problem', crashText(activity, kept?.step, 'for good'));
      return;
    }
    try {
      await this.load(kept.bytes);
    } catch (error) {
      return this.#fail(error);
    }
    this.#kept = kept;
    if (kept.step > 0 || !isRunning(activity)) restore();
    this.#notices.tell('problem', crashText(activity, kept.step, 'mended'));
  }
}
