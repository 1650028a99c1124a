// Word while an action is on: it comes by itself while there is a line, and the
// worker keeps the page as it is now, for when there is none. Without a script
// the page refreshes itself.
const box = document.querySelector('[data-live]')

// show puts word onto the page as text; nothing of it is ever parsed as HTML.
const show = rows => {
  const list = document.createElement('ol')
  list.className = 'feed sheet pad'
  for (const r of rows) {
    const li = document.createElement('li'), time = document.createElement('time'), div = document.createElement('div')
    time.textContent = r.t
    const add = (text, small, lang) => {
      const p = document.createElement('p')
      p.textContent = text
      if (small) p.className = 'sm mut'
      else p.dir = 'auto'
      if (lang) p.lang = lang
      div.append(p)
    }
    add(r.w, false, r.l)
    if (r.o) add(r.o, true)
    li.append(time, div)
    list.append(li)
  }
  const log = box.querySelector('[role=log]')
  if (rows.length) log.replaceChildren(list)
}

// take is word as it stands now, all of it. What is on the page already is not
// put there again: a screen reader would read it out again.
let shown
const take = text => {
  const { c, rows } = JSON.parse(text), now = JSON.stringify(rows)
  const line = box.querySelector('p')
  line.textContent = line.textContent.replace(/\d\d:\d\d/, c)
  if (now === shown) return
  show(rows)
  if (shown || document.body.dataset.at) keep()
  shown = now
}

// keep asks the worker for a fresh copy of the page, a little later for each
// phone: five hundred must not ask at once.
let waits
const keep = () => {
  clearTimeout(waits)
  waits = setTimeout(() => navigator.serviceWorker?.controller?.postMessage({ keep: new URL(box.dataset.keep, location.href).href }), 2000 + Math.random() * 15000)
}

// The sheet of paper is kept as well, for when there is no signal.
const card = document.querySelector('[data-card]')
if (card) navigator.serviceWorker?.ready.then(w => w.active.postMessage({ keep: card.href }))

// A line brings all word as it begins, so a new one misses nothing. A browser
// never tries again where it was refused: then word is asked for once, and a new
// line after a while, as often as the page without a script comes again.
let line, tries = 0, soon
const again = wait => {
  clearTimeout(soon)
  soon = setTimeout(listen, wait)
}
const ask = (had = shown) => fetch(box.dataset.live, { headers: { Accept: 'application/json' } }).then(async r => {
  if (r.ok) {
    const text = await r.text()
    return had === shown && take(text) // a line may have brought newer word meanwhile
  }
  if (![401, 403, 404, 410].includes(r.status)) return
  clearTimeout(soon) // it is over, or not theirs any more
  keep()
}).catch(() => {})
const listen = () => {
  clearTimeout(soon)
  if (line) line.close()
  line = new EventSource(box.dataset.live)
  line.addEventListener('word', e => {
    tries = 0
    take(e.data)
  })
  line.addEventListener('error', () => {
    if (line.readyState !== EventSource.CLOSED) return // it tries by itself
    again(Math.min(30000, 2000 * 2 ** tries++) * (1 + Math.random()) / 2)
    ask()
  })
}
if (box && window.EventSource) {
  listen()
  // A line of a page that slept may be dead without a sign.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) listen() })
  window.addEventListener('online', () => again(3000 * Math.random())) // five hundred must not ask at once
}
