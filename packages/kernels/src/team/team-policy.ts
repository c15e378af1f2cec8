import type { KernelTask } from '../tfjs/kernel-runner.js';

type TaskSize = Pick<KernelTask, 'name' | 'work'>;

/** Decides how many threads a task gets, by how long tasks of its kind and size have taken. */
export interface TeamPolicy {
  /** @param threads how many there are, with the calling one */
  threadsFor(task: TaskSize, threads: number): number;
  /** Takes note of a task that `threadsFor` was asked for. */
  learn(task: TaskSize, threads: number, milliseconds: number): void;
}

/** Multiplications that one thread does while others are being woken, roughly. */
const worthAThread = 200_000;

/**
 * A policy that knows nothing yet. It runs each kind of task on all threads and on the calling one,
 * stays with the faster, and tries the other from time to time: a machine may become busy or idle.
 */
export function teamPolicy(): TeamPolicy {
  const kinds = new Map<string, TaskKind>();
  const kindOf = ({ name, work }: TaskSize): TaskKind => {
    const key = `${name} ${Math.round(Math.log2(work))}`;
    let kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, (kind = new TaskKind()));
    return kind;
  };
  const mostFor = (work: number): number => Math.max(1, Math.floor(work / worthAThread));
  return {
    threadsFor(task, threads) {
      const most = Math.min(threads, mostFor(task.work));
      return most > 1 && kindOf(task).next() === 'team' ? most : 1;
    },
    learn(task, threads, milliseconds) {
      if (mostFor(task.work) < 2) return;
      kindOf(task).learn(threads > 1 ? 'team' : 'alone', milliseconds / task.work);
    },
  };
}

type Way = 'team' | 'alone';

/** Times of a way that are averaged in full before the latest count more. */
const firstTimes = 3;
/** How much the latest time counts, of the way that is taken, and of the one that is tried. */
const [latest, latestTried] = [0.2, 0.5];
/** A team has to take so much less: what is about equal does not occupy two cores. */
const gain = 0.9;
/** A single time counts at most so many times the average: the system has stopped the program. */
const mostTimes = 4;
/** Tries may cost 1 / 40 of all time, and are so many tasks apart. */
const [cheap, leastApart, mostApart] = [40, 16, 400];

/** What is known of tasks of about the same size. Times are for a unit of work. */
class TaskKind {
  readonly #mean = { team: 0, alone: 0 };
  readonly #count = { team: 0, alone: 0 };
  #untilTry = leastApart;

  next(): Way {
    // The first ones have all threads, which start with them.
    if (this.#count.team < firstTimes) return 'team';
    if (this.#count.alone < firstTimes) return 'alone';
    const faster = this.#faster();
    return --this.#untilTry > 0 ? faster : other(faster);
  }

  learn(way: Way, time: number): void {
    const count = ++this.#count[way];
    const mean = this.#mean[way];
    const isTry = count > firstTimes && way !== this.#faster();
    const weight = count <= firstTimes ? 1 / count : isTry ? latestTried : latest;
    const counted = count === 1 ? time : Math.min(time, mostTimes * mean);
    this.#mean[way] = mean + weight * (counted - mean);
    if (!isTry) return;
    const loss = time / this.#mean[other(way)] - 1;
    // One that was faster is tried again at once.
    this.#untilTry = loss < 0 ? 1 : Math.min(mostApart, Math.max(leastApart, cheap * loss));
  }

  #faster(): Way {
    return this.#mean.team < gain * this.#mean.alone ? 'team' : 'alone';
  }
}

function other(way: Way): Way {
  return way === 'team' ? 'alone' : 'team';
}
