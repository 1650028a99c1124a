// The sheet on which a planner draws the way: press to set a point, a line runs
// from point to point; letters mark the ways out. The table of ways out says the
// same, so nobody needs to draw. Arrow keys move the point, Enter sets it.
const box = document.querySelector('[data-draw]')
if (box) {
  const field = box.querySelector('[name=drawing]'), words = box.dataset
  const W = 320, H = 190, NS = 'http://www.w3.org/2000/svg'
  const drawn = (() => { try { return JSON.parse(field.value) } catch { return {} } })()
  const lines = drawn.lines || [], points = drawn.points || []
  let open = null, at = { x: W / 2, y: H / 2 }, tool = 'line'
  const make = (name, attributes) => {
    const e = document.createElementNS(NS, name)
    for (const k in attributes) e.setAttribute(k, attributes[k])
    return e
  }
  const sheet = make('svg', { class: 'map', viewBox: `0 0 ${W} ${H}`, tabindex: '0', role: 'application', 'aria-label': words.label })
  const paint = () => {
    sheet.replaceChildren()
    for (const l of lines) sheet.append(make('path', { class: 'route', d: l.map((s, i) => (i ? 'L' : 'M') + s.x + ' ' + s.y).join('') }))
    for (const p of points) {
      const way = /^[A-F]$/.test(p.name)
      sheet.append(way ? make('rect', { class: 'exit', x: p.x - 11, y: p.y - 11, width: 22, height: 22, rx: 5 }) : make('circle', { class: 'spot-on', cx: p.x, cy: p.y, r: 8 }))
      const t = make('text', { x: p.x, y: way ? p.y + 5 : p.y > 165 ? p.y - 14 : p.y + 24, class: way ? 'letter' : '' })
      t.textContent = p.name
      sheet.append(t)
    }
    sheet.append(make('circle', { class: 'cursor', cx: at.x, cy: at.y, r: 4 }))
    field.value = lines.length || points.length ? JSON.stringify({ lines: lines.filter(l => l.length > 1), points }) : ''
  }
  const set = () => {
    const s = { x: Math.round(at.x), y: Math.round(at.y) }
    if (tool === 'line') {
      if (!open) lines.push(open = [])
      open.push(s)
    } else {
      points.push({ ...s, name: tool === 'place' ? name.value.trim().slice(0, 24) || '●' : tool })
    }
    paint()
  }
  sheet.addEventListener('pointerdown', e => {
    const r = sheet.getBoundingClientRect()
    at = { x: (e.clientX - r.left) / r.width * W, y: (e.clientY - r.top) / r.height * H }
    set()
  })
  sheet.addEventListener('keydown', e => {
    const step = { ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8] }[e.key]
    if (step) at = { x: Math.min(W, Math.max(0, at.x + step[0])), y: Math.min(H, Math.max(0, at.y + step[1])) }
    else if (e.key === 'Enter' || e.key === ' ') set()
    else return
    e.preventDefault()
    paint()
  })
  const row = document.createElement('div')
  row.className = 'acts'
  const button = (text, act) => {
    const b = document.createElement('button')
    b.type = 'button'
    b.className = 'btn alt small'
    b.textContent = text
    b.addEventListener('click', () => { act(); [...row.children].forEach(x => x.removeAttribute('aria-pressed')); b.setAttribute('aria-pressed', 'true'); paint() })
    row.append(b)
    return b
  }
  const name = document.createElement('input')
  name.setAttribute('aria-label', words.place)
  name.maxLength = 24
  button(words.line, () => { tool = 'line'; open = null }).setAttribute('aria-pressed', 'true')
  for (const letter of 'ABC') button(letter, () => { tool = letter })
  button(words.place, () => { tool = 'place' })
  row.append(name)
  button(words.undo, () => {
    if (tool === 'line' && lines.length) { (open || lines.at(-1)).pop(); if (!lines.at(-1).length) { lines.pop(); open = null } }
    else points.pop()
  })
  box.append(sheet, row)
  box.hidden = false
  paint()
}
