import type { Shape } from '../cases/shape.js';

/** What the command line says, checked. */
export interface Options {
  /** Backends to measure; all without it. */
  readonly backend?: readonly string[];
  /** Operations, by the beginning of their names. */
  readonly op?: readonly string[];
  readonly shape?: readonly Shape[];
  readonly quick: boolean;
  /** Time for all that is measured. */
  readonly minutes: number;
  readonly seed: number;
  /** The folder of results. */
  readonly out: string;
  /** A Python that has torch. */
  readonly python?: string;
  /** Whether a browser takes part, and which. */
  readonly browser: boolean;
  readonly chromium?: string;
  /** Modules with transforms and samplers of the user's own. */
  readonly plugin: readonly string[];
  /** Older results to compare with. */
  readonly compare?: string;
  /** Results to report on, instead of a run. */
  readonly from?: string;
  /** A Markdown file whose table is to be written anew from the results. */
  readonly readme?: string;
  /** Serves the page for a browser of one's own. */
  readonly page: boolean;
  readonly port: number;
}
