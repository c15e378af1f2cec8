// Caches the page for offline use. The name of the cache distinguishes pages on one server by their
// path, and versions of a page by their content.
const family = `tfjs-stn-demo ${self.registration.scope} `;
const cacheName = `${family}__VERSION__`;
const files = __FILES__;
/** Optional backends: cached once they have been downloaded. */
const onDemand = __ON_DEMAND__;

self.addEventListener('install', (event) => {
  // Bypasses the browser's own cache, which may hold an older index.
  const requests = files.map((file) => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(requests)));
  // No skipWaiting: open pages need the files of their own version until they are closed.
});

self.addEventListener('activate', (event) => {
  const stale = (name) => name.startsWith(family) && name !== cacheName;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(stale).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  const url = new URL(request.url);
  url.search = '';
  url.hash = '';
  // The other URL of the page.
  url.pathname = url.pathname.replace(/\/index\.html$/, '/');
  const cache = await caches.open(cacheName);
  const found = await cache.match(url);
  if (found) return found;
  const response = await fetch(request);
  const name = url.href.slice(self.registration.scope.length);
  if (response.ok && onDemand.includes(name)) await cache.put(url, response.clone());
  return response;
}
