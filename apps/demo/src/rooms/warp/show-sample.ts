import { readPicture } from '../../pictures/read-picture.js';
import type { Sample } from '../../pictures/samples.js';
import type { WarpSession } from './warp-session.js';

/** Shows a picture of the page's own, with its flat thing already found, if it has one. */
export function showSample(session: WarpSession, { url, corners }: Sample): Promise<void> {
  return session.take(() => readPicture(url), corners && { family: 'projective', corners });
}
