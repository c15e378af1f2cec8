import { readPicture } from '../pictures/read-picture.js';
import type { WarpSession } from '../rooms/warp/warp-session.js';
import type { Notices } from './notices.js';
import type { Room } from './route.js';

/** Takes what was dropped on the page, in the room that takes pictures. */
export function takeDrop(
  file: File | undefined,
  place: { readonly room: Room; readonly warp: WarpSession; readonly notices: Notices },
): void {
  const { room, warp, notices } = place;
  if (room !== 'warp') notices.tell('problem', 'Pictures can be dropped in the room Warp.');
  else if (!file) notices.tell('problem', 'That was no file. Drop a picture from this device.');
  else void warp.take(() => readPicture(file));
}
