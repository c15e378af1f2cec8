/** What the page may do: nothing from elsewhere, and no code but its own files and WebAssembly. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  // blob: shows a picture that is opened or dropped.
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The headers of every answer of the page's server. */
export const securityHeaders = {
  // A meta element can't say who may frame the page.
  'Content-Security-Policy': `${contentSecurityPolicy}; frame-ancestors 'self'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The same for static hosts that read a file `_headers`, as Netlify and Cloudflare Pages do. */
export const headersFile = `/*\n${Object.entries(securityHeaders)
  .map(([name, value]) => `  ${name}: ${value}\n`)
  .join('')}`;
