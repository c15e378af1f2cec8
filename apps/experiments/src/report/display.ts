import type { JobNews } from '../jobs/job.js';
import type { ModelName } from '../models/model-names.js';

/** Shows people how several trainings go on. */
export interface Display {
  news(model: ModelName, news: JobNews): void;
  /** No more news of a model. */
  end(model: ModelName, text: string): void;
  /** Leaves the terminal as it was. */
  close(): void;
}
