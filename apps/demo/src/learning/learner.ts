import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Trainee } from '@tfjs-stn-apps/digit-training';
import { registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import { exportOnnx } from '@tfjs-stn/onnx';

import type { EngineNews, LoadedNet, Showcase } from '../engine/messages.js';
import { startBackend } from '../engine/start-backend.js';
import { distortions } from '../model/choices.js';
import { buildModel, buildPlainModel } from '../model/model.js';
import { loadNet, saveNet, type NetFacts, type SavedNet } from '../model/saved-net.js';
import { PlainError } from '../plain-error.js';
import { loadDigits } from './load-digits.js';
import { readDrawing, showDigits, type DrawnReading } from './read-images.js';
import { heldOutScore, testModel, type TestResult } from './test-model.js';
import { Pace, train, type TrainingOrder } from './train.js';

/** Time between readings of the shown digits during a training, in ms. */
const SHOW_INTERVAL = 400;

/** Holds one net: trains, saves and runs it. */
export class Learner {
  readonly #tell: (news: EngineNews) => void;
  #model: LayersModel | undefined;
  /** The net without a transformer that was trained together with it. */
  #plain: LayersModel | undefined;
  #facts: NetFacts = { transform: 'affine', distortion: 'all', steps: 0 };
  #pace: Pace | undefined;

  constructor(tell: (news: EngineNews) => void) {
    this.#tell = tell;
  }

  /** Loads a saved net. */
  async load(saved: SavedNet): Promise<LoadedNet> {
    const problem = await start();
    const { model, facts } = await netFrom(saved);
    this.#replace(model, facts);
    return { showcase: await this.#show(), problem };
  }

  /** The net as a tf.js model. */
  save(): Promise<SavedNet> {
    return saveNet(this.#current(), this.#facts);
  }

  /** The net as an ONNX file, from images `[batch, 42, 42, 1]` to logits `[batch, 10]`. */
  async exportOnnx(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await exportOnnx(this.#current()));
  }

  /**
   * Trains a net, a new one unless the order says otherwise.
   *
   * @throws PlainError on backends that can't train
   */
  async train(order: TrainingOrder): Promise<'finished' | 'stopped'> {
    const problem = await start();
    if (problem !== undefined) throw new PlainError(`${problem} ${NO_TRAINING}`);
    this.#pace?.control('stop');
    const pace = new Pace();
    this.#pace = pace;
    const [digits, test] = await Promise.all([loadDigits('training'), loadDigits('test')]);
    const { distortion } = order;
    this.#begin(order);
    const { transform, steps: before } = this.#facts;
    this.#tell({ kind: 'showcase', showcase: await this.#show() });
    let shownAt = performance.now();
    const nets = { own: this.#current(), plain: this.#plain };
    const trainees = { own: new Trainee(nets.own), plain: nets.plain && new Trainee(nets.plain) };
    const end = await train(trainees, digits, order, {
      pace,
      onStep: (progress) => {
        this.#facts = { transform, distortion, steps: before + progress.step };
        const heldOut = heldOutScore(nets, test, order, progress.step);
        this.#tell({ kind: 'progress', progress: { ...progress, ...heldOut } });
        if (performance.now() - shownAt < SHOW_INTERVAL) return;
        shownAt = performance.now();
        this.#show().then(
          (showcase) => this.#tell({ kind: 'showcase', showcase }),
          () => {},
        );
      },
    });
    if (this.#pace === pace) this.#tell({ kind: 'showcase', showcase: await this.#show() });
    return end;
  }

  /** Pauses, resumes or stops the training. */
  control(command: 'pause' | 'resume' | 'stop'): void {
    this.#pace?.control(command);
  }

  /** Tests the net on all test digits, distorted as in its training. */
  async evaluate(): Promise<TestResult> {
    const digits = await loadDigits('test');
    return testModel(this.#current(), digits, distortions[this.#facts.distortion]);
  }

  /** Reads a drawing of 42×42 grey values. */
  read(image: Float32Array): DrawnReading {
    return readDrawing(this.#current(), image);
  }

  async #show(): Promise<Showcase> {
    const digits = await loadDigits('test');
    const { distortion } = this.#facts;
    return { facts: this.#facts, digits: showDigits(this.#current(), digits, distortion) };
  }

  #begin({ transform, distortion, seed, further }: TrainingOrder): void {
    if (further) {
      this.#facts = { ...this.#facts, distortion };
      return;
    }
    this.#replace(buildModel(transform, seed), { transform, distortion, steps: 0 });
    this.#plain = buildPlainModel(seed);
  }

  #current(): LayersModel {
    if (!this.#model) throw new PlainError('There is no net yet. Load or train one.');
    return this.#model;
  }

  #replace(model: LayersModel, facts: NetFacts): void {
    this.#model?.dispose();
    this.#plain?.dispose();
    this.#plain = undefined;
    this.#model = model;
    this.#facts = facts;
  }
}

/** @returns why nets can't be trained here, for the user */
async function start(): Promise<string | undefined> {
  const { problem } = await startBackend('kernels');
  if (problem === undefined) await registerWasmTrainingKernels();
  return problem;
}

/** In plain JavaScript, tfjs's own convolution gradients take minutes per step. */
const NO_TRAINING =
  'Nets run in plain JavaScript here, but cannot be trained: that needs WebAssembly.';

async function netFrom(saved: SavedNet): Promise<{ model: LayersModel; facts: NetFacts }> {
  try {
    return await loadNet(saved);
  } catch {
    throw new PlainError('That is not a net saved by this page, or it is damaged.');
  }
}
