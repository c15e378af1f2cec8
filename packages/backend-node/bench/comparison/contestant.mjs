import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A process that answers one line of JSON with another.
 *
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string} library
 * @property {number} threads
 * @property {readonly string[]} tasks
 * @property {(request: object) => Promise<any>} ask
 * @property {() => void} end
 */

/** Of util-linux, where it is there. */
const taskset = 'taskset';
const hasTaskset = process.platform === 'linux' && spawnSync(taskset, ['-V']).status === 0;

/**
 * Starts a contestant that has so many threads, in every library that it uses, and on Linux so many
 * cores.
 *
 * @param {{ library: string, threads: number, environment: Readonly<Record<string, string>>,
 *   tasks: readonly string[], command: readonly string[] }} settings
 * @returns {Contestant}
 */
export function startContestant({ library, threads, environment, tasks, command }) {
  const pin = hasTaskset ? [taskset, '-c', threads > 1 ? `0-${threads - 1}` : '0'] : [];
  const [file, ...args] = [...pin, ...command, String(threads)];
  const count = String(threads);
  const env = {
    ...process.env,
    ...environment,
    OMP_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    TF_NUM_INTRAOP_THREADS: count,
    TF_NUM_INTEROP_THREADS: count,
    TF_CPP_MIN_LOG_LEVEL: '3',
  };
  const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const spawned = new Promise((resolve, reject) =>
    child.once('spawn', resolve).once('error', reject),
  );
  return {
    library,
    name: `${library}, ${threads} thread${threads > 1 ? 's' : ''}`,
    threads,
    tasks,
    async ask(request) {
      await spawned;
      child.stdin.write(`${JSON.stringify(request)}\n`);
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`${library} ended: ${errors.trim().slice(-2000)}`);
        // Libraries greet on the same stream.
        if (value.startsWith('{')) return JSON.parse(value);
      }
    },
    end: () => child.stdin.end(),
  };
}
