import { readPicture } from '../../pictures/read-picture.js';
import type { Sample } from '../../pictures/samples.js';
import type { WarpSession } from './warp-session.js';

/** Shows a picture of the page's own, with its flat thing already found, if it has one. */
export async function showSample(session: WarpSession, sample: Sample): Promise<void> {
  const picture = await readPicture(sample.url);
  if (sample.corners) session.change({ family: 'projective', corners: sample.corners });
  session.show(picture);
}
