import type { LayersModel } from '@tensorflow/tfjs-layers';
import { registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';

import { distortions } from '../../distortion/distortions.js';
import { buildModel } from '../../model/build-model.js';
import type { CheckpointFacts } from '../../model/checkpoint.js';
import { decodeCheckpoint } from '../../model/decode-checkpoint.js';
import { encodeCheckpoint } from '../../model/encode-checkpoint.js';
import { checkpointOf, modelFrom } from '../../model/model-checkpoint.js';
import { PlainError } from '../../plain-error.js';
import { testModel, type TestResult } from '../../training/test-model.js';
import { Trainee } from '../../training/trainee.js';
import type { EngineNews } from '../engine-calls.js';
import { startBackend } from '../start-backend.js';
import { heldOutScore } from './held-out-score.js';
import { loadDigits } from './load-digits.js';
import { Pace } from './pace.js';
import type { LoadedNet, Showcase, SurestReading } from './results.js';
import { showDigits } from './show-digits.js';
import { surestReading } from './surest-reading.js';
import { train } from './train.js';
import type { TrainingOrder } from './training-order.js';

/** How often the shown digits are read again in training, in ms. */
const SHOW_INTERVAL = 400;

/** Holds one net: trains it, keeps it, reads with it. */
export class Learner {
  readonly #tell: (news: EngineNews) => void;
  #model: LayersModel | undefined;
  #facts: CheckpointFacts = { transform: 'affine', distortion: 'all', steps: 0 };
  #pace: Pace | undefined;

  constructor(tell: (news: EngineNews) => void) {
    this.#tell = tell;
  }

  /** Takes a net from a checkpoint's bytes. */
  async load(bytes: Uint8Array): Promise<LoadedNet> {
    const problem = await start();
    const { model, facts } = netFrom(bytes);
    this.#replace(model, facts);
    return { showcase: await this.#show(), problem };
  }

  /** The net as a checkpoint's bytes. */
  save(): Uint8Array<ArrayBuffer> {
    return encodeCheckpoint(checkpointOf(this.#current(), this.#facts));
  }

  /**
   * Trains a net, a new one unless the order says otherwise.
   *
   * @throws PlainError where that would take for ever
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
    const end = await train(new Trainee(this.#current()), digits, order, {
      pace,
      onStep: (progress) => {
        this.#facts = { transform, distortion, steps: before + progress.step };
        const heldOut = heldOutScore(this.#current(), test, order, progress.step);
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

  /** Holds the training, lets it go on, or ends it. */
  control(order: 'pause' | 'resume' | 'stop'): void {
    this.#pace?.control(order);
  }

  /** Reads all test digits, distorted as the net was trained for. */
  async evaluate(): Promise<TestResult> {
    const digits = await loadDigits('test');
    return testModel(this.#current(), digits, distortions[this.#facts.distortion]);
  }

  /** Reads one image of 42×42 grey values, from all four sides. */
  read(image: Float32Array): SurestReading {
    return surestReading(this.#current(), image);
  }

  async #show(): Promise<Showcase> {
    const digits = await loadDigits('test');
    const { distortion } = this.#facts;
    return { facts: this.#facts, digits: showDigits(this.#current(), digits, distortion) };
  }

  #begin({ transform, distortion, seed, further }: TrainingOrder): void {
    if (further) this.#facts = { ...this.#facts, distortion };
    else this.#replace(buildModel(transform, seed), { transform, distortion, steps: 0 });
  }

  #current(): LayersModel {
    if (!this.#model) throw new PlainError('There is no net yet. Load or train one.');
    return this.#model;
  }

  #replace(model: LayersModel, facts: CheckpointFacts): void {
    this.#model?.dispose();
    this.#model = model;
    this.#facts = facts;
  }
}

/** @returns why nets can't be trained here, in words for the user */
async function start(): Promise<string | undefined> {
  const { problem } = await startBackend('kernels');
  if (problem === undefined) await registerWasmTrainingKernels();
  return problem;
}

/** tfjs's own gradients of a convolution take minutes a step in plain JavaScript. */
const NO_TRAINING =
  'Nets are read in plain JavaScript here, but cannot be trained: that needs WebAssembly.';

function netFrom(bytes: Uint8Array): { model: LayersModel; facts: CheckpointFacts } {
  try {
    const checkpoint = decodeCheckpoint(bytes);
    const { transform, distortion, steps } = checkpoint;
    return { model: modelFrom(checkpoint), facts: { transform, distortion, steps } };
  } catch {
    throw new PlainError('That file holds no net of this page, or it is damaged.');
  }
}
