/** Handwritten digits and what they are. */
export interface Digits {
  readonly count: number;
  /** `count · 28 · 28` grey values, 0 (paper) to 1 (ink). */
  readonly images: Float32Array;
  /** `count` digits, 0 to 9. */
  readonly labels: Uint8Array;
}
