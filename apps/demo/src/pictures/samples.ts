import type { Point } from '../rooms/warp/setting.js';

/** A picture that comes with the page. */
export interface Sample {
  readonly name: 'page' | 'scene' | 'card';
  readonly title: string;
  readonly url: string;
  /** Where its flat thing lies in it, if it shows one. */
  readonly corners?: readonly Point[];
}

/** The pictures that come with the page, the first to be shown first. */
export const samples: readonly [Sample, ...Sample[]] = [
  {
    name: 'page',
    title: 'A page on a desk',
    url: './sample-page.jpg',
    corners: [
      { x: -0.263, y: -0.652 },
      { x: 0.765, y: -0.617 },
      { x: 0.446, y: 0.889 },
      { x: -0.831, y: 0.597 },
    ],
  },
  { name: 'scene', title: 'A landscape', url: './sample-scene.jpg' },
  { name: 'card', title: 'A test card', url: './sample-card.png' },
];
