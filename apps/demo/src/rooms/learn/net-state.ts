import { batch, signal, type Signal } from '@preact/signals';
import type { Score } from '@tfjs-stn-apps/digit-training';

import type { LoadedNet, Showcase } from '../../engine/messages.js';
import type { TestResult } from '../../learning/test-model.js';
import type { HeldOut, TrainingProgress } from '../../learning/train.js';

/** The current activity of the net. */
export type Activity =
  'loading' | 'idle' | 'training' | 'paused' | 'resting' | 'testing' | 'failed';

/** Whether there is a training that has not ended. */
export function isRunning(activity: Activity): boolean {
  return activity === 'training' || activity === 'paused' || activity === 'resting';
}

/** The mean score of some steps. */
export interface CurvePoint extends Scores {
  /** The last of the steps. */
  readonly step: number;
}

/** The learning curve of a training. */
export interface Curve {
  readonly points: readonly CurvePoint[];
  /** The accuracy on test digits, at some of the steps. */
  readonly heldOut: readonly (HeldOut & { readonly step: number })[];
  /** The scores since the last point. */
  readonly open: readonly Scores[];
}

/** The scores of the net, and of the plain one if there is one. */
interface Scores extends Score {
  readonly plain?: Score | undefined;
}

/** The curve before the first step. */
export const emptyCurve: Curve = { points: [], heldOut: [], open: [] };

/** Points per training: a smooth curve that keeps its bends. */
const POINTS = 100;

/** Adds the score of one step to a curve. */
export function extendCurve(curve: Curve, progress: TrainingProgress): Curve {
  const { points, open } = curve;
  const { step, steps, loss, accuracy, plain } = progress;
  const heldOut = progress.heldOut
    ? [...curve.heldOut, { step, ...progress.heldOut }]
    : curve.heldOut;
  const scores = [...open, { loss, accuracy, plain }];
  if (scores.length < Math.max(1, Math.floor(steps / POINTS)))
    return { points, heldOut, open: scores };
  const plains = scores.flatMap((score) => score.plain ?? []);
  const point = { step, ...meanOf(scores), plain: plains.length > 0 ? meanOf(plains) : undefined };
  return { points: [...points, point], heldOut, open: [] };
}

function meanOf(scores: readonly Score[]): Score {
  const mean = (key: keyof Score): number =>
    scores.reduce((sum, score) => sum + score[key], 0) / scores.length;
  return { loss: mean('loss'), accuracy: mean('accuracy') };
}

/** The visible state of a net and its training. */
export class NetState {
  readonly activity: Signal<Activity> = signal('loading');
  readonly showcase: Signal<Showcase | undefined> = signal(undefined);
  /** Why nets can't be trained here, for the user. */
  readonly problem: Signal<string | undefined> = signal(undefined);
  readonly progress: Signal<TrainingProgress | undefined> = signal(undefined);
  readonly curve: Signal<Curve> = signal(emptyCurve);
  readonly evaluation: Signal<TestResult | undefined> = signal(undefined);
  /** Whether it was trained here and not saved yet. */
  readonly unsaved: Signal<boolean> = signal(false);

  /** Clears the state of a training. */
  clear(activity: Activity): void {
    batch(() => {
      this.activity.value = activity;
      this.progress.value = undefined;
      this.curve.value = emptyCurve;
      this.evaluation.value = undefined;
    });
  }

  /** Replaces the net. */
  replace({ showcase, problem }: LoadedNet): void {
    batch(() => {
      this.clear('idle');
      this.showcase.value = showcase;
      this.problem.value = problem;
      this.unsaved.value = false;
    });
  }

  /** Records a training step. */
  follow(progress: TrainingProgress): void {
    batch(() => {
      this.progress.value = progress;
      this.curve.value = extendCurve(this.curve.value, progress);
      this.unsaved.value = true;
    });
  }

  /** @returns a function that restores the current state of the training */
  remember(): () => void {
    const [progress, curve] = [this.progress.value, this.curve.value];
    const [evaluation, unsaved] = [this.evaluation.value, this.unsaved.value];
    return () =>
      batch(() => {
        this.progress.value = progress;
        this.curve.value = curve;
        this.evaluation.value = evaluation;
        this.unsaved.value = unsaved;
      });
  }
}
