import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals';

import pretrainedUrl from '../../assets/pretrained.bin?url';
import type { Notices } from '../../app/notices.js';
import { Engine, EngineCrash } from '../../client/engine.js';
import type { EngineNews } from '../../engine/engine-calls.js';
import type { Showcase, SurestReading } from '../../engine/learning/results.js';
import type { TrainingOrder, TrainingProgress } from '../../engine/learning/training-order.js';
import type { TestResult } from '../../training/test-model.js';
import { emptyCurve, extendCurve, type Curve } from './curve.js';
import { watchVisibility } from './watch-visibility.js';

/** What the net is doing. */
export type Activity =
  'loading' | 'idle' | 'training' | 'paused' | 'resting' | 'testing' | 'failed';

/** How often a net in training is kept against a crash, in ms. */
const KEEP_INTERVAL = 5000;

/** The net of the page: its training, and what is seen of it. */
export class LearnSession {
  readonly order: Signal<TrainingOrder> = signal({
    distortion: 'turned',
    transform: 'affine',
    steps: 1500,
    seed: 1,
  });
  readonly #activity = signal<Activity>('loading');
  readonly #showcase = signal<Showcase | undefined>(undefined);
  readonly #progress = signal<TrainingProgress | undefined>(undefined);
  readonly #curve = signal<Curve>(emptyCurve);
  readonly #evaluation = signal<TestResult | undefined>(undefined);
  readonly #notices: Notices;
  readonly #engine: Engine;
  #opened: Promise<void> | undefined;
  #kept: Uint8Array<ArrayBuffer> | undefined;
  #keptAt = 0;

  constructor(notices: Notices) {
    this.#notices = notices;
    this.#engine = new Engine({
      onNews: (news) => this.#take(news),
      onCrash: () => void this.#recover(),
    });
    watchVisibility((visible) => this.#rest(visible));
  }

  get activity(): ReadonlySignal<Activity> {
    return this.#activity;
  }

  get showcase(): ReadonlySignal<Showcase | undefined> {
    return this.#showcase;
  }

  get progress(): ReadonlySignal<TrainingProgress | undefined> {
    return this.#progress;
  }

  get curve(): ReadonlySignal<Curve> {
    return this.#curve;
  }

  get evaluation(): ReadonlySignal<TestResult | undefined> {
    return this.#evaluation;
  }

  /** Loads the net that comes with the page, the first time that a room needs one. */
  open(): Promise<void> {
    this.#opened ??= this.openPretrained();
    return this.#opened;
  }

  /** Goes back to the net that comes with the page. */
  async openPretrained(): Promise<void> {
    try {
      const response = await fetch(pretrainedUrl);
      if (!response.ok)
        throw new Error(`The net did not load (${response.status}). Reload the page.`);
      await this.load(new Uint8Array(await response.arrayBuffer()));
    } catch (error) {
      this.#opened = undefined;
      this.#fail(error);
    }
  }

  /**
   * Takes a net from a file's bytes.
   *
   * @throws Error if they are no net
   */
  async load(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const showcase = await this.#engine.call('load', bytes);
    this.#kept = bytes;
    batch(() => {
      this.#show(showcase);
      this.#activity.value = 'idle';
      this.#progress.value = undefined;
      this.#curve.value = emptyCurve;
      this.#evaluation.value = undefined;
    });
  }

  /** The net as a file's bytes. */
  save(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#engine.call('save', undefined);
  }

  /** Trains a new net by the order. */
  async train(): Promise<void> {
    batch(() => {
      this.#activity.value = 'training';
      this.#progress.value = undefined;
      this.#curve.value = emptyCurve;
      this.#evaluation.value = undefined;
    });
    this.#keptAt = performance.now();
    try {
      await this.#engine.call('train', this.order.value);
      this.#activity.value = 'idle';
    } catch (error) {
      if (!(error instanceof EngineCrash)) this.#fail(error);
    }
  }

  /** Holds the training, lets it go on, or ends it. */
  control(order: 'pause' | 'resume' | 'stop'): void {
    if (order === 'pause') this.#activity.value = 'paused';
    if (order === 'resume') this.#activity.value = 'training';
    this.#engine.call('control', order).catch(() => {});
  }

  /** Has all test digits read. */
  async evaluate(): Promise<void> {
    this.#activity.value = 'testing';
    try {
      this.#evaluation.value = await this.#engine.call('evaluate', undefined);
      this.#activity.value = 'idle';
    } catch (error) {
      if (!(error instanceof EngineCrash)) this.#fail(error);
    }
  }

  /** Has one image of 42×42 grey values read. */
  read(image: Float32Array<ArrayBuffer>): Promise<SurestReading> {
    return this.#engine.call('read', image);
  }

  #take(news: EngineNews): void {
    if (news.kind === 'showcase') return this.#show(news.showcase);
    const { progress } = news;
    batch(() => {
      this.#progress.value = progress;
      this.#curve.value = extendCurve(this.#curve.value, progress);
    });
    if (performance.now() - this.#keptAt < KEEP_INTERVAL) return;
    this.#keptAt = performance.now();
    void this.#keep();
  }

  async #keep(): Promise<void> {
    this.#kept = await this.save().catch(() => this.#kept);
  }

  #show(showcase: Showcase): void {
    this.#showcase.value = showcase;
  }

  #rest(visible: boolean): void {
    if (!visible && this.#activity.value === 'training') {
      this.control('pause');
      this.#activity.value = 'resting';
    } else if (visible && this.#activity.value === 'resting') {
      this.control('resume');
      this.#notices.tell('news', 'The training rested while the tab was hidden, and goes on.');
    }
  }

  #fail(error: unknown): void {
    this.#activity.value = this.#showcase.value ? 'idle' : 'failed';
    this.#notices.problem(error);
  }

  async #recover(): Promise<void> {
    const training = this.#progress.value !== undefined && this.#activity.value !== 'idle';
    const bytes = this.#kept;
    this.#activity.value = 'failed';
    if (!bytes) {
      this.#notices.tell(
        'problem',
        'The computing part did not start. Reload the page to try again.',
      );
      return;
    }
    const [progress, curve] = [this.#progress.value, this.#curve.value];
    await this.load(bytes).catch((error: unknown) => this.#fail(error));
    this.#progress.value = progress;
    this.#curve.value = curve;
    this.#notices.tell(
      'problem',
      training
        ? 'The training failed and has ended. The net is as it was a few seconds before; train again when you like.'
        : 'The computing part failed and was started again. Nothing is lost.',
    );
  }
}
