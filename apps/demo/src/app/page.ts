import { signal, type ReadonlySignal, type Signal } from '@preact/signals';

import type { LearnSession } from '../rooms/learn/learn-session.js';
import { isRunning } from '../rooms/learn/net-state.js';
import type { WarpSession } from '../rooms/warp/warp-session.js';
import type { Notices } from './notices.js';

/** The rooms of the page. */
export const rooms = ['warp', 'learn', 'draw'] as const;

/** The name of a room. */
export type Room = (typeof rooms)[number];

/** The titles of the rooms. */
export const roomTitles: Readonly<Record<Room, string>> = {
  warp: 'Warp',
  learn: 'Learn',
  draw: 'Draw',
};

/** The room that the address names. */
export function watchRoute(): ReadonlySignal<Room> {
  const room = signal(read());
  window.addEventListener('hashchange', () => {
    room.value = read();
  });
  return room;
}

/** The address may have a query behind the name. */
function read(): Room {
  const [name] = window.location.hash.slice(1).split('?');
  return rooms.find((room) => room === name) ?? 'warp';
}

/** Light or dark, chosen by the user or by the system. */
export type Theme = 'light' | 'dark';

/** The same key as in public/theme.js, which runs before the first paint. */
const KEY = 'tfjs-stn-demo-theme';

/** The current theme. */
export function watchTheme(): Signal<Theme> {
  const preferred = window.matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement.dataset;
  const system = (): Theme => (preferred.matches ? 'dark' : 'light');
  const chosen = (): Theme | undefined =>
    root['theme'] === 'light' || root['theme'] === 'dark' ? root['theme'] : undefined;
  const theme = signal<Theme>(chosen() ?? system());
  preferred.addEventListener('change', () => {
    if (!chosen()) theme.value = system();
  });
  return theme;
}

/** Applies a theme chosen by the user, and stores it if the browser allows that. */
export function chooseTheme(theme: Signal<Theme>, choice: Theme): void {
  theme.value = choice;
  document.documentElement.dataset['theme'] = choice;
  try {
    window.localStorage.setItem(KEY, choice);
  } catch {
    // Private windows may refuse; the theme then lasts until the page is closed.
  }
}

/**
 * Handles drops anywhere on the page. The browser would open an unhandled file instead of the page.
 *
 * @param onDrop called with the first file, or undefined if something else is dropped
 * @returns whether something is dragged over the page
 */
export function watchDrops(onDrop: (file: File | undefined) => void): ReadonlySignal<boolean> {
  const over = signal(false);
  window.addEventListener('dragover', (event) => {
    event.preventDefault();
    over.value = true;
  });
  window.addEventListener('dragleave', (event) => {
    // Moving between two elements of the page has a related one.
    if (!event.relatedTarget) over.value = false;
  });
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    over.value = false;
    onDrop(event.dataTransfer?.files[0]);
  });
  return over;
}

/** Opens a dropped picture, if the room takes pictures. */
export function takeDrop(
  file: File | undefined,
  place: { readonly room: Room; readonly warp: WarpSession; readonly notices: Notices },
): void {
  const { room, warp, notices } = place;
  if (room !== 'warp') notices.tell('problem', 'Pictures can be dropped in the room Warp.');
  else if (!file) notices.tell('problem', 'That was not a file. Drop a picture from this device.');
  else void warp.takeFile(file);
}

/** Makes the browser ask before the page is closed during a training. */
export function guardTraining(learn: LearnSession): void {
  window.addEventListener('beforeunload', (event) => {
    if (isRunning(learn.activity.peek())) event.preventDefault();
  });
}

/** Keeps the page for offline use, on https and localhost. */
export function keepOffline(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  // After the page itself has loaded.
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('./service-worker.js').catch(() => {});
  });
}
