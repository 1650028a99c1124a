// Word while an action is on: it comes by itself while there is a line, and the
// worker keeps the page as it is now, for when there is none. Without a script
// the page refreshes itself.
const box = document.querySelector('[data-live]')

// show puts word onto the page as text; nothing of it is ever parsed as HTML.
const show = (rows, clock) => {
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
  const line = box.querySelector('p')
  line.textContent = line.textContent.replace(/\d\d:\d\d/, clock)
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

if (box && window.EventSource) {
  let first = true
  const words = new EventSource(box.dataset.live)
  words.addEventListener('word', e => {
    const { c, rows } = JSON.parse(e.data)
    show(rows, c)
    if (!first) keep()
    first = false
  })
}
