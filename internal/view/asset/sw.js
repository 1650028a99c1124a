// The worker keeps what this person has already seen readable without signal:
// the board, calls, and their own promises. It never answers instead of the
// network when the network answers in time, and it never sends anything.
'use strict'
const FILES = 'files-1', PAGES = 'pages-1', WORDS = 'words-1', LAST = 'offline'
const MOST = 40, PATIENCE = 3000
const BRIEF = 72 * 60 * 60 * 1000 // as long as the server knows who was at an action

self.addEventListener('install', e => {
  self.skipWaiting()
  e.waitUntil(prepare().catch(() => {}))
})

// prepare keeps the page for no signal, with the files it needs to look right.
async function prepare() {
  const r = await fetch('/' + LAST)
  if (!r.ok) return
  await (await caches.open(PAGES)).put('/' + LAST, r.clone())
  const files = [...new Set((await r.text()).match(/\/a\/[\w.-]+/g))]
  await (await caches.open(FILES)).addAll(files)
}

self.addEventListener('activate', e => {
  const kept = names => names.filter(n => n !== FILES && n !== PAGES && n !== WORDS).map(n => caches.delete(n))
  e.waitUntil(caches.keys().then(names => Promise.all(kept(names))).then(sweep).then(() => self.clients.claim()).then(first))
})

// first keeps the pages that were open before there was a worker: somebody who
// looked once and then lost the signal has them.
async function first() {
  for (const c of await self.clients.matchAll({ type: 'window' })) {
    const url = new URL(c.url)
    if (!keepAs(url) || await stored(keepAs(url))) continue
    const r = await fetch(url).catch(() => null)
    if (r && r.ok && !r.redirected) await keep(keepAs(url), r)
  }
}

self.addEventListener('fetch', e => {
  const url = new URL(e.request.url)
  if (url.origin !== location.origin) return
  if (e.request.method === 'POST' && place(url)) e.respondWith(pressed(e, url))
  if (e.request.method !== 'GET') return
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
  const name = isKept(url)
  const fresh = fetch(e.request).then(r => {
    if (gone(r)) e.waitUntil(left(r, url))
    else if (keepAs(url) && r.status === 200 && !r.redirected) e.waitUntil(keep(name, r.clone()))
    return r
  })
  const swept = sweep().catch(() => {})
  e.waitUntil(swept)
  const copy = swept.then(() => name && stored(name)).catch(() => {})
  const patience = new Promise(yes => setTimeout(yes, PATIENCE)).then(() => copy)
  try {
    return await Promise.race([fresh, patience.then(c => c || fresh)])
  } catch {
    return (await copy) || (await stored('/' + LAST)) || Response.error()
  }
}

// pressed lets through what somebody does on the page of their place. The copy
// follows: it becomes what the answer shows, or goes.
async function pressed(e, url) {
  const r = await fetch(e.request)
  if (r.status === 200 && r.redirected && keepAs(new URL(r.url)) === url.pathname) e.waitUntil(keep(url.pathname, r.clone()))
  else if (gone(r) || r.redirected) await Promise.resolve(left(r, url)).catch(() => {}) // before what comes next is kept
  return r
}

// left drops the copies, in all languages, of a page that is not there any more;
// all of somebody's own where their session has ended.
const left = (r, url) => r.status === 401 ? drop(u => /^\/you(\/|$)/.test(bare(u))) : isKept(url) && drop(u => bare(u) === bare(url))

// sweep drops what tells where somebody was, three days after it was kept.
const sweep = () => drop((u, r) => (place(u) || act(u) || r.headers.has('x-brief')) && Date.now() - r.headers.get('x-at') > BRIEF)

// gone says that a page is not there any more, or not for whoever is here now.
const gone = r => [401, 403, 404, 410].includes(r.status) || r.type === 'opaqueredirect'

const bare = url => url.pathname.replace(/^\/[a-z]{2}(?=\/|$)/, '') || '/'
const own = url => /^\/mine\/[^/~]+$/.test(bare(url))
const place = url => /^\/(you|mine\/[^/~]+)\/at\/[^/]+$/.test(bare(url))
const act = url => /^\/c\/[^/]+\/(live|card)$/.test(bare(url))

// isKept is the name under which a page may have been kept, or nothing.
function isKept(url) {
  if (own(url) || place(url) || act(url) || bare(url) === '/you') return url.pathname
  return !url.search && /^\/($|c\/[^/]+$|aid$|know-how$|groups$|g\/[^/]+$|calendar$)/.test(bare(url)) && url.pathname
}

// keepAs is the name under which it is kept now. A private link is kept only
// where its owner has just said that it is them.
function keepAs(url) {
  if (bare(url).startsWith('/mine/') && !url.searchParams.has('d')) return ''
  if (bare(url) === '/you' && url.search) return ''
  return isKept(url)
}

// keep lays a page on the shelf. A place is there once, in the language in which
// it was seen last; the question who is there is no copy of what lies behind it.
async function keep(name, r) {
  if (r.headers.has('x-question')) return
  const url = new URL(name, location)
  if (place(url)) await drop(u => bare(u) === bare(url) && u.pathname !== url.pathname)
  const headers = new Headers(r.headers)
  headers.set('x-at', String(Date.now()))
  headers.delete('content-encoding')
  const c = await caches.open(PAGES)
  await c.delete(name)
  await c.put(name, new Response(await r.blob(), { headers }))
  await trim(c)
}

async function drop(which) {
  const c = await caches.open(PAGES)
  for (const k of await c.keys()) {
    const r = await c.match(k, { ignoreVary: true })
    if (r && which(new URL(k.url), r)) await c.delete(k, { ignoreVary: true })
  }
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

self.addEventListener('push', e => e.waitUntil(sweep().catch(() => {}).then(shown).then(w =>
  self.registration.showNotification(w.title, { body: w.text, lang: w.lang, dir: w.dir, tag: 'news', data: w.open }))))

self.addEventListener('notificationclick', e => {
  e.notification.close()
  e.waitUntil(self.clients.openWindow(e.notification.data))
})

// The page of an action asks for a fresh copy of itself as word comes.
self.addEventListener('message', e => {
  const url = e.data && e.data.keep && new URL(e.data.keep)
  if (!url || url.origin !== location.origin || !keepAs(url)) return
  e.waitUntil(fetch(url).then(async r => {
    if (gone(r)) return left(r, url)
    if (r.status !== 200 || r.redirected) return
    const files = [...new Set((await r.clone().text()).match(/\/a\/[\w.-]+/g))]
    await keep(keepAs(url), r)
    const c = await caches.open(FILES)
    for (const f of files) if (!await c.match(f)) await c.add(f)
  }).catch(() => {}))
})
