import { signal, type Signal } from '@preact/signals';

/** Light and dark by hand, or as the system prefers. */
export type Theme = 'light' | 'dark';

const KEY = 'tfjs-stn-demo-theme';

/** The theme, which the page follows and the browser remembers. */
export function watchTheme(): Signal<Theme> {
  const preferred = window.matchMedia('(prefers-color-scheme: dark)');
  const theme = signal<Theme>(remembered() ?? (preferred.matches ? 'dark' : 'light'));
  preferred.addEventListener('change', ({ matches }) => {
    if (!remembered()) theme.value = matches ? 'dark' : 'light';
  });
  theme.subscribe((value) => {
    document.documentElement.dataset['theme'] = value;
  });
  return theme;
}

/** Remembers a theme that was chosen by hand, where the browser lets a page remember. */
export function rememberTheme(theme: Theme): void {
  try {
    window.localStorage.setItem(KEY, theme);
  } catch {
    // Private windows may refuse; the theme then holds until the page is left.
  }
}

function remembered(): Theme | undefined {
  try {
    const value = window.localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : undefined;
  } catch {
    return undefined;
  }
}
