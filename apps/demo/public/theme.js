// Applies a chosen theme before the first paint. The system's preference needs no script.
try {
  const theme = localStorage.getItem('tfjs-stn-demo-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Private windows may refuse.
}
