// What a page can do better with a script than without. Everything here works
// without it too, except sending later. Words come from the page; nothing is
// ever parsed as HTML.
(() => {
  'use strict'
  const doc = document, body = doc.body
  const one = (s, e = doc) => e.querySelector(s)
  const all = (s, e = doc) => [...e.querySelectorAll(s)]
  const on = (e, name, f) => e.addEventListener(name, f)
  const quietly = f => { try { return f() } catch { /* an old or careful browser: the page works without */ } }

  // say puts one sentence at the top of the page, with somewhere to go.
  const said = new Map()
  const say = (id, text, href, kind) => {
    let p = said.get(id)
    if (!p) {
      p = doc.createElement('p')
      p.setAttribute('role', 'status')
      said.set(id, p)
      const main = one('main')
      main.insertBefore(p, main.firstChild)
    }
    p.className = 'wrap ' + kind
    if (p.firstChild && p.firstChild.data === text && !href) return p // it is not read out again
    p.textContent = text
    if (href) {
      const a = doc.createElement('a')
      a.href = href
      a.textContent = body.dataset.look
      p.append(' ', a)
    }
    return p
  }

  // Leave: at once, and without a way back to here.
  const leave = one('[data-leave]')
  if (leave) {
    const go = () => {
      body.hidden = true
      doc.title = ''
      location.replace(leave.href)
    }
    on(leave, 'click', e => { e.preventDefault(); go() })
    let times = 0, last = 0
    on(doc, 'keydown', e => {
      if (e.repeat) return
      if (e.key !== 'Shift') { times = 0; return }
      times = e.timeStamp - last < 1000 ? times + 1 : 1
      last = e.timeStamp
      if (times === 3) go()
    })
  }

  // Share and copy: only what the page names as public.
  const copied = b => {
    const words = [...b.childNodes].reverse().find(n => n.nodeType === 3 && n.data.trim())
    if (words && b.dataset.done) words.data = b.dataset.done
  }
  all('[data-copy]').forEach(b => {
    b.hidden = false
    on(b, 'click', () => {
      const from = doc.getElementById(b.dataset.copy)
      const select = () => from.select ? from.select() : getSelection().selectAllChildren(from)
      if (!navigator.clipboard) return select()
      navigator.clipboard.writeText(from.textContent).then(() => copied(b), select)
    })
  })
  all('[data-share]').forEach(b => {
    if (!navigator.share) return // a link leads to the words to copy instead
    b.hidden = false
    on(b, 'click', e => {
      e.preventDefault()
      navigator.share({ title: b.dataset.title, url: b.dataset.share }).catch(() => {})
    })
  })
  all('[data-print]').forEach(b => {
    b.hidden = false
    on(b, 'click', () => print())
  })

  // Menus close when one looks elsewhere.
  const menu = one('details.lang')
  if (menu) {
    on(doc, 'click', e => { if (!menu.contains(e.target)) menu.open = false })
    on(doc, 'keydown', e => {
      if (e.key === 'Escape' && menu.open) { menu.open = false; one('summary', menu).focus() }
    })
  }

  // The mistakes of a form are the first thing to hear.
  const problems = one('#problems')
  if (problems) problems.focus()

  // A private link: this device remembers that it knows one, never which.
  const mark = s => {
    let h = 2166136261
    for (const c of s) h = Math.imul(h ^ c.codePointAt(0), 16777619)
    return (h >>> 0).toString(36)
  }
  const known = () => quietly(() => JSON.parse(localStorage.getItem('known'))) || []
  const own = /^\/(?:[a-z]{2}\/)?mine\/([^/]+)/.exec(location.pathname)
  const here = new URL(location.href)
  if (here.searchParams.has('d')) {
    if (own) quietly(() => localStorage.setItem('known', JSON.stringify([...new Set([...known(), mark(own[1])])].slice(-20))))
    here.searchParams.delete('d')
    history.replaceState(history.state, '', here)
  }
  const door = one('[data-fragment]')
  if (door && location.hash.length > 8) {
    const link = location.hash.slice(1)
    history.replaceState(null, '', location.pathname)
    door.elements.link.value = link
    door.elements.known.value = known().includes(mark(link)) ? 'yes' : ''
    door.submit()
  }
  const are = one('[data-are]')
  if (are && own && known().includes(mark(own[1]))) are.submit()

  // Every form carries a key: sent twice, it acts once. A copy from this phone
  // shows the same key each time, and is a new intention each time.
  const fresh = () => {
    if (crypto.randomUUID) return crypto.randomUUID()
    return [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('')
  }
  const cut = some => some.forEach(k => { k.value = fresh() })
  const keys = all('[data-key]').filter(k => !k.value || body.dataset.at)
  cut(keys)
  on(window, 'pageshow', e => {
    if (!e.persisted) return
    cut(keys) // a page come back to is a new intention, too
    all('form').forEach(f => { delete f.dataset.busy })
    all('[aria-busy]').forEach(b => b.removeAttribute('aria-busy'))
  })

  // What could not be sent waits in this browser, in words on the page.
  const shelf = () => new Promise((yes, no) => {
    const r = indexedDB.open('alongside', 1)
    r.onupgradeneeded = () => r.result.createObjectStore('unsent', { keyPath: 'key' })
    r.onsuccess = () => yes(r.result)
    r.onerror = () => no(r.error)
  })
  const shelve = async (mode, act) => {
    const db = await shelf()
    try {
      return await new Promise((yes, no) => {
        const t = db.transaction('unsent', mode)
        const r = act(t.objectStore('unsent'))
        t.oncomplete = () => yes(r.result)
        t.onabort = t.onerror = () => no(t.error)
      })
    } finally {
      db.close()
    }
  }
  // worded is what is sent. Where it matters when something was said, it tells
  // how long ago: a phone's clock may be wrong.
  const worded = e => e.timed ? e.text + '&waited=' + (Date.now() - e.at) : e.text
  const post = async e => {
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), 15000)
    try {
      return await fetch(e.url, {
        method: 'POST', body: worded(e), credentials: 'same-origin', signal: stop.signal,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8', 'X-Who': e.who },
      })
    } finally {
      clearTimeout(timer)
    }
  }
  const waits = e => say(e.key, body.dataset.unsent + (e.what ? ' – ' + e.what : ''), '', 'unsent')

  // What the server cannot take now is sent later: it is away or full, or the
  // session has run out.
  const later = r => r.status > 501 || r.status === 429 || r.status === 401
  const whose = body.dataset.who || ''

  // show asks for the answer to something that was sent, the plain way: the key
  // makes the second time harmless. So nobody loses the page with their four
  // words, or what they typed where it was refused.
  const show = e => {
    const form = doc.createElement('form')
    form.method = 'post'
    form.action = e.url
    new URLSearchParams(worded(e)).forEach((value, name) => hide(form, name, value))
    body.append(form)
    HTMLFormElement.prototype.submit.call(form)
  }
  const isSent = e => {
    if (e.ok) say(e.key, body.dataset.sent, e.page, 'note')
    else say(e.key, body.dataset.refused, e.page, 'note mari')
    on(one('a', said.get(e.key)), 'click', c => {
      c.preventDefault()
      shelve('readwrite', s => s.delete(e.key)).then(() => show(e))
    })
  }

  // send tries all that waits; where a line does not carry yet, again and again,
  // more and more seldom.
  let sending = false, left, next, rest = 1000
  const soon = () => {
    clearTimeout(next)
    rest = Math.min(2 * rest, 60000)
    if (navigator.onLine !== false) next = setTimeout(send, rest * (1 + Math.random()) / 2) // a hall must not send at once
  }
  const send = async () => {
    left ||= sending // what came while another turn was on its way
    if (sending || !window.indexedDB || !window.fetch) return
    sending = true
    left = false
    try {
      const all = await shelve('readonly', s => s.getAll())
      for (const e of all.sort((a, b) => (a.at || 0) - (b.at || 0))) { // as they were pressed
        if (e.who && e.who !== whose) continue // somebody else's: never in this one's name
        if (e.sent) { isSent(e); continue }
        waits(e)
        const r = await post(e).catch(() => null)
        if (!r || later(r)) { left ||= !r || r.status !== 401; continue }
        if (r.redirected && r.ok) {
          await shelve('readwrite', s => s.delete(e.key))
          say(e.key, body.dataset.sent, r.url, 'note')
          continue
        }
        e.sent = true
        e.ok = r.ok
        await shelve('readwrite', s => s.put(e))
        isSent(e)
      }
    } catch { /* no shelf in this browser: forms are sent the plain way */ } finally {
      sending = false
      if (left) soon()
    }
  }
  send()
  const now = () => { rest = 1000; send() }
  on(window, 'online', now)
  on(doc, 'visibilitychange', () => { if (!doc.hidden) now() })

  const hide = (form, name, value) => {
    const i = doc.createElement('input')
    i.type = 'hidden'
    i.name = name
    i.value = value
    form.append(i)
  }
  const plain = (form, button) => {
    if (button && button.name) hide(form, button.name, button.value)
    HTMLFormElement.prototype.submit.call(form)
  }

  // deliver sends a form that may wait. An answer that is not a redirect is
  // asked for again the plain way, so that the browser shows it: the key makes
  // the second time harmless.
  const deliver = async (form, button) => {
    const data = new URLSearchParams(new FormData(form))
    if (button && button.name) data.append(button.name, button.value)
    const what = (form.hasAttribute('data-timed') && button || one('h1') || doc).textContent.trim().slice(0, 120)
    const e = { key: data.get('key'), url: button && button.hasAttribute('formaction') ? button.formAction : form.action, text: data.toString(), page: location.href, what, who: whose, at: Date.now(), timed: form.hasAttribute('data-timed') }
    const r = navigator.onLine === false ? null : await post(e).catch(() => null)
    if (r && r.redirected) return location.assign(r.url)
    if (r && !later(r)) return plain(form, button)
    await shelve('readwrite', s => s.put(e))
    waits(e).scrollIntoView({ block: 'center' })
    rest = 1000
    soon()
    all('button', form).forEach(b => { b.disabled = true })
    if (e.timed) setTimeout(again, 1000, form) // a finger that trembles says it once
  }

  // again makes a form ready for the next word: to need help, to be safe, and to
  // need help again may all wait for the signal.
  const again = form => {
    form.reset()
    cut(all('[data-key]', form))
    delete form.dataset.busy
    all('button', form).forEach(b => {
      b.disabled = false
      b.removeAttribute('aria-busy')
    })
  }

  on(doc, 'submit', e => {
    const form = e.target
    if (e.defaultPrevented || form.method !== 'post') return
    if (form.dataset.busy) return e.preventDefault() // pressed twice
    if (!form.hasAttribute('data-saves')) form.dataset.busy = 'yes' // a file comes, and the page stays
    const button = e.submitter
    if (button && form.dataset.busy) button.setAttribute('aria-busy', 'true')
    if (form.hasAttribute('data-forget')) quietly(() => {
      localStorage.clear()
      indexedDB.deleteDatabase('alongside')
      caches.keys().then(names => names.forEach(n => caches.delete(n)))
      navigator.serviceWorker.getRegistration().then(r => r && r.unregister()) // its messages end with it
    })
    if (!form.hasAttribute('data-queue') || (button && button.formNoValidate) || !window.indexedDB || !window.fetch || !one('[name=key]', form)) return
    e.preventDefault()
    deliver(form, button).catch(() => plain(form, button))
  })

  // Whoever comes to something that is on finds the way back to their place from
  // every page. Only this phone knows: the copy of that page says so beside it.
  const bar = async () => {
    if (!window.caches || one('[data-live]') || !one('.nav')) return // a page with one question stays alone
    const c = await caches.open('pages-1'), now = Date.now()
    for (const k of await c.keys()) {
      const r = /\/at\//.test(k.url) && await c.match(k, { ignoreVary: true })
      const [from, until, words] = (r && r.headers.get('x-bar') || '').split(',')
      if (!words || now < from || now >= until) continue
      const box = doc.createElement('div'), wrap = doc.createElement('div'), a = doc.createElement('a'), dot = doc.createElement('span')
      box.className = 'livebar'
      wrap.className = 'wrap'
      a.className = 'live'
      dot.className = 'dot'
      a.href = k.url
      a.append(dot, decodeURIComponent(words))
      wrap.append(a)
      box.append(wrap)
      one('.bar').append(box)
      return
    }
  }
  bar().catch(() => {})

  // A time where the reader is, if that is not as on the page.
  all('[data-at][data-words]').forEach(e => {
    const at = new Date(+e.dataset.at)
    if (-at.getTimezoneOffset() === +e.dataset.ahead) return
    const o = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', numberingSystem: 'latn' }
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || ''
    e.textContent = e.dataset.words.replace('TIME', at.toLocaleString(doc.documentElement.lang === 'en' ? 'en-GB' : doc.documentElement.lang, o)).replace('ZONE', zone.split('/').pop().replaceAll('_', ' '))
    e.hidden = false
  })

  // A copy from this phone says when it was fresh.
  if (body.dataset.at) {
    const at = new Date(+body.dataset.at)
    const two = n => String(n).padStart(2, '0')
    say('at', body.dataset.checked.replace('00:00', two(at.getHours()) + ':' + two(at.getMinutes())), '', 'note mari')
  }

  // The worker keeps the board readable without signal.
  if (navigator.serviceWorker) quietly(() => {
    const path = '/sw.js'
    const url = window.trustedTypes ? trustedTypes.createPolicy('alongside', { createScriptURL: () => path }).createScriptURL(path) : path
    navigator.serviceWorker.register(url).catch(() => {})
  })
})()
