import type { TfjsHost } from '../hosts/tfjs-host.js';
import { Absent } from './absent.js';

/** @throws Absent where an image has more values than a backend can sample in a second or so */
export function requireFewValues(host: TfjsHost, values: number): void {
  const most = host.mostValues?.();
  if (most === undefined || values <= most) return;
  const what = host.slow ? 'plain JavaScript' : 'a GPU in software';
  throw new Absent(`${what} takes too long for ${values} values`);
}
