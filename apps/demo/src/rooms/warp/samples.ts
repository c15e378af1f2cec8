import { effect } from '@preact/signals';

import { readPicture, type Picture } from './read-picture.js';
import { firstSetting, type Point, type WarpSetting } from './setting.js';
import { settingFromQuery, settingQuery } from './setting-url.js';
import type { WarpSession } from './warp-session.js';

/** A picture that comes with the page. */
export interface Sample {
  readonly name: NonNullable<Picture['sample']>;
  readonly title: string;
  readonly url: string;
  /** The corners of the flat object in it, if there is one. */
  readonly corners?: readonly Point[];
}

/** The pictures that come with the page; the first is shown at the start. */
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

/** Shows a sample, with the corners of its flat object selected if there is one. */
export function showSample(
  session: WarpSession,
  { name, url, corners }: Sample,
  part: Partial<WarpSetting> = {},
): Promise<void> {
  return session.take(
    async () => ({ ...(await readPicture(url)), sample: name }),
    () => ({ ...(corners && { family: 'projective', corners }), ...part }),
  );
}

/** Shows what the address of the page says: a sample and a setting. */
export function showAddressed(session: WarpSession): Promise<void> {
  const query = queryNow();
  const name = new URLSearchParams(query).get('picture');
  const sample = samples.find((one) => one.name === name) ?? samples[0];
  const { corners = firstSetting.corners } = sample;
  return showSample(session, sample, { ...firstSetting, corners, ...settingFromQuery(query) });
}

/** Time between two changes of the address, in ms; browsers refuse many at once. */
const INTERVAL = 400;

/**
 * Writes the setting into the address of the page, which can be shared, and shows what an address says
 * that the user enters. A picture of the user is on this device only, and not in the address.
 *
 * @returns stops it
 */
export function followAddress(session: WarpSession): () => void {
  let timer: number | undefined;
  const write = (query: string): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      window.history.replaceState(null, '', query === '' ? '#warp' : `#warp?${query}`);
    }, INTERVAL);
  };
  const stop = effect(() => {
    const picture = session.picture.value;
    const query = settingQuery(session.setting.value);
    if (!picture || session.moving.value) return;
    const { sample } = picture;
    write([...(sample ? [`picture=${sample}`] : []), query].filter(Boolean).join('&'));
  });
  const read = (): void => {
    if (queryNow() !== '') void showAddressed(session);
  };
  window.addEventListener('hashchange', read);
  return () => {
    stop();
    window.clearTimeout(timer);
    window.removeEventListener('hashchange', read);
  };
}

function queryNow(): string {
  return window.location.hash.split('?')[1] ?? '';
}
