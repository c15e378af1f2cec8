import type { JobEnd, JobNews } from './job.js';

/** What a worker thread says about its job. */
export type WorkerMessage =
  | { readonly kind: 'news'; readonly news: JobNews }
  | { readonly kind: 'end'; readonly end: JobEnd }
  | {
      readonly kind: 'failure';
      /** Whether people can mend it. */
      readonly mendable: boolean;
      readonly text: string;
    };
