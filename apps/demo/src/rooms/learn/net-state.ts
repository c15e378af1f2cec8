import { batch, signal, type Signal } from '@preact/signals';

import type { LoadedNet, Showcase } from '../../engine/learning/results.js';
import type { TrainingProgress } from '../../engine/learning/training-order.js';
import type { TestResult } from '../../training/test-model.js';
import type { Activity } from './activity.js';
import { emptyCurve, extendCurve, type Curve } from './curve.js';

/** What is seen of a net and its training. */
export class NetState {
  readonly activity: Signal<Activity> = signal('loading');
  readonly showcase: Signal<Showcase | undefined> = signal(undefined);
  /** Why nets can't be trained here, for the user. */
  readonly problem: Signal<string | undefined> = signal(undefined);
  readonly progress: Signal<TrainingProgress | undefined> = signal(undefined);
  readonly curve: Signal<Curve> = signal(emptyCurve);
  readonly evaluation: Signal<TestResult | undefined> = signal(undefined);
  /** Whether it was trained here and is kept nowhere yet. */
  readonly unsaved: Signal<boolean> = signal(false);

  /** Forgets what was known of a training. */
  clear(activity: Activity): void {
    batch(() => {
      this.activity.value = activity;
      this.progress.value = undefined;
      this.curve.value = emptyCurve;
      this.evaluation.value = undefined;
    });
  }

  /** Shows another net. */
  replace({ showcase, problem }: LoadedNet): void {
    batch(() => {
      this.clear('idle');
      this.showcase.value = showcase;
      this.problem.value = problem;
      this.unsaved.value = false;
    });
  }

  /** Takes a step of a training. */
  follow(progress: TrainingProgress): void {
    batch(() => {
      this.progress.value = progress;
      this.curve.value = extendCurve(this.curve.value, progress);
      this.unsaved.value = true;
    });
  }

  /** @returns a function that brings back what is known now of the training */
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
