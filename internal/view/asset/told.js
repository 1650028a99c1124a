// The page of what one is told: the zone of the quiet hours, and the browser's
// own question before it may be woken. The worker is given the words to show,
// so that a message need not carry any.
const on = document.querySelector('[data-push]')
const zone = document.querySelector('[data-zone] [name=zone]')
if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || zone.value

const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))

// remember leaves what the worker shows, and which door it opens: never a
// private link, for a phone shows it to whoever holds it.
const remember = async form => {
  const shown = { title: document.querySelector('.brand bdi').textContent, text: form.dataset.text, lang: document.documentElement.lang, dir: document.documentElement.dir, open: location.pathname.includes('/you/') ? '/you' : '/mine' }
  await (await caches.open('words-1')).put('/push-words', new Response(JSON.stringify(shown)))
}

const allow = async form => {
  const said = form.querySelector('[data-say]')
  const refuse = () => { said.textContent = form.dataset.denied; said.hidden = false }
  if (await Notification.requestPermission() !== 'granted') return refuse()
  try {
    const worker = await navigator.serviceWorker.ready
    const s = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) })
    await remember(form)
    form.elements.subscription.value = JSON.stringify(s)
    form.submit()
  } catch { refuse() }
}

if (on && 'PushManager' in window && 'Notification' in window && navigator.serviceWorker) {
  on.hidden = false
  document.querySelector('[data-push-needs]').hidden = true
  on.addEventListener('submit', e => { e.preventDefault(); allow(on) })
}
