import { signal, type ReadonlySignal } from '@preact/signals';

/** The rooms of the page. */
export const rooms = ['warp', 'learn', 'draw'] as const;

/** The name of a room. */
export type Room = (typeof rooms)[number];

/** What the rooms are called. */
export const roomTitles: Readonly<Record<Room, string>> = {
  warp: 'Warp',
  learn: 'Learn',
  draw: 'Draw',
};

/** The room that the address names, kept up with it. */
export function watchRoute(): ReadonlySignal<Room> {
  const room = signal(read());
  window.addEventListener('hashchange', () => {
    room.value = read();
  });
  return room;
}

function read(): Room {
  const name = window.location.hash.slice(1);
  return rooms.find((room) => room === name) ?? 'warp';
}
