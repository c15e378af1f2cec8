import { signal, type ReadonlySignal, type Signal } from '@preact/signals';

import pretrainedWeightsUrl from '../../assets/pretrained.bin?url';
import pretrainedUrl from '../../assets/pretrained.json?url';
import type { Notices, Questions } from '../../app/notices.js';
import { CrashCount, Engine, EngineCrash } from '../../client/engine.js';
import type { EngineNews, LoadedNet, Showcase } from '../../engine/messages.js';
import { fetchBytes } from '../../fetch-bytes.js';
import type { DrawnReading } from '../../learning/read-images.js';
import type { TestResult } from '../../learning/test-model.js';
import type { TrainingOrder, TrainingProgress } from '../../learning/train.js';
import type { SavedNet } from '../../model/saved-net.js';
import { isRunning, NetState, type Activity, type Curve } from './net-state.js';
import { crashText } from './words.js';

/** Time between copies of a net in training, in ms, for recovery from a crash. */
const KEEP_INTERVAL = 5000;

/** A copy of a net, for recovery from a crash of the worker. */
interface KeptNet {
  readonly net: SavedNet;
  /** The step of the current training; 0 if it is from before. */
  readonly step: number;
}

/** The net of the page: its training and its visible state. */
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
  /** Whether the net was trained here and not saved yet. */
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
    document.addEventListener('visibilitychange', () =>
      this.#rest(document.visibilityState === 'visible'),
    );
  }

  /** Loads the net that comes with the page, when a room first needs one. */
  async open(): Promise<void> {
    if (this.#opened) return;
    this.#opened = true;
    await this.openPretrained();
  }

  /** Loads the net that comes with the page; shows an error if that fails. */
  async openPretrained(): Promise<void> {
    this.#state.activity.value = 'loading';
    try {
      const [json, weights] = await Promise.all([
        fetchBytes(pretrainedUrl, 'The net'),
        fetchBytes(pretrainedWeightsUrl, 'The net'),
      ]);
      await this.load({ json: new TextDecoder().decode(json), weights });
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Loads a saved net.
   *
   * @throws PlainError if it is not a net, EngineCrash if the worker dies meanwhile
   */
  async load(net: SavedNet): Promise<void> {
    this.#state.activity.value = 'loading';
    try {
      const loaded = await this.#engine.call('load', net);
      this.#kept = { net, step: 0 };
      this.#reset(loaded);
    } catch (error) {
      if (!(error instanceof EngineCrash)) this.#settle();
      throw error;
    }
  }

  /** The net as a tf.js model. */
  save(): Promise<SavedNet> {
    return this.#engine.call('save', undefined);
  }

  /** The net as an ONNX file. */
  exportOnnx(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#engine.call('exportOnnx', undefined);
  }

  /** Records that the net was saved. */
  saved(): void {
    this.#state.unsaved.value = false;
  }

  /** Trains a new net, or the current one further. */
  async train(further: boolean): Promise<void> {
    if (this.#state.activity.value !== 'idle') return;
    this.#state.clear('training');
    if (this.#kept) this.#kept = { ...this.#kept, step: 0 };
    this.#keptAt = performance.now();
    try {
      await this.#engine.call('train', { ...this.order.value, further });
      // A finished net can be lost to a crash as well.
      await this.#keep();
      // A crash meanwhile is handled by #recover.
      if (isRunning(this.#state.activity.value)) this.#settle();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Pauses, resumes or stops the training. */
  control(order: 'pause' | 'resume' | 'stop'): void {
    if (order === 'pause') this.#state.activity.value = 'paused';
    if (order === 'resume') this.#state.activity.value = 'training';
    this.#engine.call('control', order).catch(() => {});
  }

  /** Tests the net on all test digits. */
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

  /** Reads a drawing of 42×42 grey values. */
  async read(image: Float32Array<ArrayBuffer>): Promise<DrawnReading> {
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
    const net = await this.save().catch(() => undefined);
    if (net) this.#kept = { net, step };
  }

  #reset({ showcase, problem }: LoadedNet): void {
    const before = this.problem.value;
    this.#state.replace({ showcase, problem });
    if (problem === undefined || problem === before) return;
    this.#notices.tell(
      'problem',
      `${problem} The rest works, but more slowly; nets cannot be trained.`,
    );
  }

  #rest(visible: boolean): void {
    if (!visible && this.#state.activity.value === 'training') {
      this.control('pause');
      this.#state.activity.value = 'resting';
    } else if (visible && this.#state.activity.value === 'resting') {
      this.control('resume');
      this.#notices.tell(
        'news',
        'The training was paused while the tab was hidden, and continues.',
      );
    }
  }

  #settle(): void {
    this.#state.activity.value = this.#state.showcase.value ? 'idle' : 'failed';
  }

  /** Crashes are reported by #recover. */
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
      this.#notices.tell('problem', crashText(activity, kept?.step, 'failed'));
      return;
    }
    try {
      await this.load(kept.net);
    } catch (error) {
      return this.#fail(error);
    }
    this.#kept = kept;
    if (kept.step > 0 || !isRunning(activity)) restore();
    this.#notices.tell('problem', crashText(activity, kept.step, 'recovered'));
  }
}

/** Whether the net may be replaced: asks the user if it was trained here and not saved. */
export function mayReplace(session: LearnSession, questions: Questions): Promise<boolean> {
  if (!session.unsaved.value) return Promise.resolve(true);
  return questions.ask(
    'The net that you have trained is not saved yet. It will be lost.',
    'Replace it',
  );
}
