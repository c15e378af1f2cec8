// Before the first paint: the colours that were chosen by hand. What the system prefers needs none.
try {
  const theme = localStorage.getItem('tfjs-stn-demo-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Private windows may refuse.
}
