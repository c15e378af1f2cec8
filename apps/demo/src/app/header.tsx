import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';

import { rooms, type Room } from './route.js';
import { rememberTheme, type Theme } from './theme.js';

const titles: Readonly<Record<Room, string>> = { warp: 'Warp', learn: 'Learn', draw: 'Draw' };

/** The way from room to room, and the light switch. */
export function Header(props: { readonly room: Room; readonly theme: Signal<Theme> }): JSX.Element {
  const { room, theme } = props;
  const other = theme.value === 'dark' ? 'light' : 'dark';
  return (
    <header class="top">
      <a class="brand" href="#warp">
        <img src="./icon.svg" alt="" width={28} height={28} />
        <span>Spatial transformers</span>
      </a>
      <nav aria-label="Rooms">
        {rooms.map((name) => (
          <a key={name} href={`#${name}`} aria-current={name === room ? 'page' : undefined}>
            {titles[name]}
          </a>
        ))}
      </nav>
      <button
        type="button"
        class="theme"
        aria-label={`Switch to ${other} colours`}
        onClick={() => {
          theme.value = other;
          rememberTheme(other);
        }}
      >
        <span aria-hidden="true">{other === 'dark' ? '☾' : '☀'}</span>
      </button>
    </header>
  );
}
