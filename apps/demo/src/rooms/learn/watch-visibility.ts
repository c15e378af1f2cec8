/** Tells whenever the tab is hidden or comes back. */
export function watchVisibility(onChange: (visible: boolean) => void): void {
  document.addEventListener('visibilitychange', () =>
    onChange(document.visibilityState === 'visible'),
  );
}
