// The worker keeps what this person has already seen readable without signal:
// the board, calls, and their own promises. It never answers instead of the
// network when the network answers in time, and it never sends anything.
'use strict'
const FILES = 'files-1', PAGES = 'pages-1', WORDS = 'words-1', LAST = 'offline'
const MOST = 40, PATIENCE = 3000

self.addEventListener('install', e => {
  self.skipWaiting()
  e.waitUntil(caches.open(PAGES).then(c => c.add('/' + LAST)).catch(() => {}))
})

self.addEventListener('activate', e => {
  const kept = names => names.filter(n => n !== FILES && n !== PAGES && n !== WORDS).map(n => caches.delete(n))
  e.waitUntil(caches.keys().then(names => Promise.all(kept(names))).then(() => self.clients.claim()))
})

self.addEventListener('fetch', e => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || url.origin !== location.origin) return
  if (url.pathname.startsWith('/a/')) e.respondWith(file(e.request))
  else if (e.request.mode === 'navigate') e.respondWith(page(e, url))
})

// Files never change under their name.
async function file(request) {
  const c = await caches.open(FILES)
  const had = await c.match(request)
  if (had) return had
  const r = await fetch(request)
  if (r.ok) {
    await c.put(request, r.clone())
    await trim(c)
  }
  return r
}

// A page comes from the network; after three seconds, or without signal, from
// here, and says when it was fresh.
async function page(e, url) {
  const name = keepAs(url)
  const fresh = fetch(e.request).then(r => {
    if (r.status === 404 || r.status === 410) e.waitUntil(drop(name))
    else if (name && r.status === 200 && !r.redirected) e.waitUntil(keep(name, r.clone()))
    return r
  })
  const copy = name ? stored(name) : Promise.resolve()
  const patience = new Promise(yes => setTimeout(yes, PATIENCE)).then(() => copy)
  try {
    return await Promise.race([fresh, patience.then(c => c || fresh)])
  } catch {
    return (await copy) || (await stored('/' + LAST)) || Response.error()
  }
}

// keepAs is the name under which a page may be kept, or nothing. A private
// link is kept only where its owner has just said that it is them.
function keepAs(url) {
  const path = url.pathname.replace(/^\/[a-z]{2}(?=\/|$)/, '') || '/'
  if (/^\/mine\/[^/]+$/.test(path)) return url.searchParams.has('d') && url.pathname
  if (url.search) return ''
  return /^\/($|c\/[^/]+$|you$|aid$|know-how$|groups$|g\/[^/]+$|calendar$)/.test(path) && url.pathname
}

async function keep(name, r) {
  const headers = new Headers(r.headers)
  headers.set('x-at', String(Date.now()))
  headers.delete('content-encoding')
  const c = await caches.open(PAGES)
  await c.delete(name)
  await c.put(name, new Response(await r.blob(), { headers }))
  await trim(c)
}

async function drop(name) {
  if (name) await (await caches.open(PAGES)).delete(name)
}

async function stored(name) {
  const r = await (await caches.open(PAGES)).match(name, { ignoreVary: true })
  if (!r) return
  const at = r.headers.get('x-at')
  if (!at) return r
  const text = (await r.text()).replace('<body', '<body data-at="' + at + '"')
  return new Response(text, { headers: r.headers })
}

async function trim(c) {
  const all = await c.keys()
  for (const k of all.slice(0, Math.max(0, all.length - MOST))) {
    if (!k.url.endsWith('/' + LAST)) await c.delete(k)
  }
}

// A push says only that something changed. What is shown was left here by the
// page on which the person allowed it, in their language.
const shown = async () => {
  const r = await caches.match('/push-words', { cacheName: WORDS })
  return r ? r.json() : { title: 'Alongside', text: 'Something changed on your page.', open: '/' }
}

self.addEventListener('push', e => e.waitUntil(shown().then(w =>
  self.registration.showNotification(w.title, { body: w.text, lang: w.lang, dir: w.dir, tag: 'news', data: w.open }))))

self.addEventListener('notificationclick', e => {
  e.notification.close()
  e.waitUntil(self.clients.openWindow(e.notification.data))
})
