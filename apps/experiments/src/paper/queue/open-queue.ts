import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import type * as Bullmq from 'bullmq';
import type {
  ConnectionOptions,
  FlowProducer,
  Processor,
  Queue,
  Worker,
  WorkerOptions,
} from 'bullmq';

import type { CellJob } from '../cell-job.js';
import type { CellResult } from '../cell-result.js';

/** What the queue holds of a cell; folders are the worker's own. */
export type QueuedCell = Pick<CellJob, 'settings' | 'commit'>;

/** Two queues: one job per cell and seed, and the jobs that make the table when these are done. */
export const queueNames = { cells: 'stn-paper', tables: 'stn-paper-tables' } as const;

/** A connection to the queues. BullMQ keeps them on Redis or PostgreSQL. */
export interface OpenQueue {
  readonly cells: Queue<QueuedCell, CellResult, string>;
  readonly tables: Queue<null, number, string>;
  readonly flows: FlowProducer;
  /** Starts to take jobs of one of the queues. */
  work<Data, Result>(
    name: string,
    processor: Processor<Data, Result>,
    options: Omit<WorkerOptions, 'connection'>,
  ): Worker<Data, Result>;
  close(): Promise<void>;
}

/**
 * Connects to the queues. BullMQ and the client of the server are loaded only here.
 *
 * @param url `redis://…`, `rediss://…`, `postgres://…` or `postgresql://…`
 * @param onError told when the connection is lost; it is restored as soon as the server is back
 * @throws UserError for another URL, and if the server does not answer
 */
export async function openQueue(url: string, onError: (text: string) => void): Promise<OpenQueue> {
  const { postgres, connection } = connectionOf(url);
  const bullmq = await loadBullmq();
  bullmq.setDefaultBackendFactory(postgres ? bullmq.createPostgresBackend : undefined);
  let last = '';
  const told = <T extends { on(event: 'error', listener: (error: Error) => void): unknown }>(
    source: T,
  ): T => {
    // Each of several connections tells each of many attempts.
    source.on('error', ({ message, name }) => {
      if (last !== (last = message || name)) onError(last);
    });
    return source;
  };
  const cells = told(
    new bullmq.Queue<QueuedCell, CellResult, string>(queueNames.cells, { connection }),
  );
  const tables = told(new bullmq.Queue<null, number, string>(queueNames.tables, { connection }));
  const flows = told(new bullmq.FlowProducer({ connection }));
  const close = async (): Promise<void> => {
    await Promise.all([cells.close(), tables.close(), flows.close()]);
  };
  await answers(cells.waitUntilReady(), url).catch(async (error: unknown) => {
    await close().catch(() => undefined);
    throw error;
  });
  return {
    cells,
    tables,
    flows,
    work: (name, processor, options) =>
      told(new bullmq.Worker(name, processor, { ...options, connection })),
    close,
  };
}

function connectionOf(url: string): {
  readonly postgres: boolean;
  readonly connection: ConnectionOptions;
} {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (['postgres:', 'postgresql:'].includes(protocol)) {
    return { postgres: true, connection: { connectionString: url, migrate: true } };
  }
  if (['redis:', 'rediss:'].includes(protocol)) return { postgres: false, connection: { url } };
  throw new UserError(`--queue must be redis://… or postgres://…, got '${url}'`);
}

async function loadBullmq(): Promise<typeof Bullmq> {
  try {
    return await import('bullmq');
  } catch {
    throw new UserError('The package bullmq is missing. Install it: npx pnpm install');
  }
}

/** Milliseconds to wait for the server. */
const PATIENCE = 10_000;

/** @throws UserError if a server does not answer */
async function answers(ready: Promise<unknown>, url: string): Promise<void> {
  const shown = new URL(url);
  shown.password = '';
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in 10 seconds')), PATIENCE);
  });
  try {
    await Promise.race([ready, late]);
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new UserError(
      `Cannot reach the queue at ${shown.href} (${reason}). Start the server, or check the address`,
    );
  } finally {
    clearTimeout(timer);
  }
}
