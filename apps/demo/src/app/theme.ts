import { signal, type Signal } from '@preact/signals';

/** Light and dark by hand, or as the system prefers. */
export type Theme = 'light' | 'dark';

/** The same as in public/theme.js, which runs before the page is painted. */
const KEY = 'tfjs-stn-demo-theme';

/** The theme, which the page follows and the browser remembers. */
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

/** Takes a theme that is chosen by hand, and remembers it where the browser lets a page remember. */
export function chooseTheme(theme: Signal<Theme>, choice: Theme): void {
  theme.value = choice;
  document.documentElement.dataset['theme'] = choice;
  try {
    window.localStorage.setItem(KEY, choice);
  } catch {
    // Private windows may refuse; the theme then holds until the page is left.
  }
}
