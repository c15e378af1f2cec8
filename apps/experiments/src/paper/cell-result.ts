import type { Cell } from './cell.js';
import type { Provenance } from './provenance.js';
import type { EpochRecord } from './training/train-cell.js';

/** A finished cell, as it is committed. */
export interface CellResult extends Cell, Provenance {
  /** Percent of wrong answers on the 10,000 test digits. */
  readonly error: number;
  readonly epochs: number;
  readonly steps: number;
  readonly weights: number;
  /** Training time. */
  readonly seconds: number;
  readonly backend: string;
  readonly threads: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly localisationFactor: number;
  /** The processor. */
  readonly machine: string;
  /** Fingerprint of MNIST. */
  readonly dataset: string;
  readonly history: readonly EpochRecord[];
}
