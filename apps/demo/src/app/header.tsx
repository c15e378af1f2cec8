import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';

import { rooms, roomTitles, type Room } from './route.js';
import { chooseTheme, type Theme } from './theme.js';

/** The way from room to room, and the light switch. */
export function Header(props: { readonly room: Room; readonly theme: Signal<Theme> }): JSX.Element {
  const { room, theme } = props;
  const other = theme.value === 'dark' ? 'light' : 'dark';
  return (
    <header class="top">
      {/* No link, since the address names the room already. */}
      <button type="button" class="skip" onClick={() => document.querySelector('h1')?.focus()}>
        Skip to the room
      </button>
      <a class="brand" href="#warp">
        <img src="./icon.svg" alt="" width={28} height={28} />
        <span>Spatial transformers</span>
      </a>
      <nav aria-label="Rooms">
        {rooms.map((name) => (
          <a key={name} href={`#${name}`} aria-current={name === room ? 'page' : undefined}>
            {roomTitles[name]}
          </a>
        ))}
      </nav>
      <button
        type="button"
        class="theme"
        aria-label={`Switch to ${other} colours`}
        onClick={() => chooseTheme(theme, other)}
      >
        <span aria-hidden="true">{other === 'dark' ? '☾' : '☀'}</span>
      </button>
    </header>
  );
}
