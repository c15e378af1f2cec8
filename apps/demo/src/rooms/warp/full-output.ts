import { Engine } from '../../client/engine.js';
import type { Pixels } from '../../engine/messages.js';
import { PlainError } from '../../plain-error.js';
import { ownSize, warpRequest } from './theta.js';
import type { WarpSession } from './warp-session.js';

/**
 * The output as it is saved: with all pixels of the picture if it has its own size.
 *
 * @throws PlainError if that can't be computed
 */
export async function fullOutput(session: WarpSession): Promise<Pixels | undefined> {
  const [picture, setting] = [session.picture.value, session.setting.value];
  if (setting.outputSize !== 'own' || !picture?.full) return session.output.value;
  const full = await picture.full();
  const sides = ownSize(setting, full.width, full.height);
  const [height = 1, width = 1] = sides.map((side) => Math.max(1, Math.round(side)));
  // Another worker, so that the page stays as it is.
  const engine = new Engine({ onCrash: () => {} });
  try {
    await engine.call('show', full);
    const request = warpRequest(setting, full.width / full.height);
    return await engine.call('warp', { request: { ...request, outputSize: [height, width] } });
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError('The picture is too large to be saved. Choose an output size.');
  } finally {
    engine.stop('saved');
  }
}
