// Messages to this phone. The message itself is empty; what it says was kept
// here when the person allowed it. Marks: form[data-push] holds the server's
// key and data-words; it is sent with endpoint, p256dh and auth.
const form = document.querySelector('form[data-push]')

const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

const fill = (name, value) => {
  const i = document.createElement('input')
  i.type = 'hidden'
  i.name = name
  i.value = value
  form.append(i)
}

async function allow() {
  if (await Notification.requestPermission() !== 'granted') throw new Error('not allowed')
  const worker = await navigator.serviceWorker.ready
  const s = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) })
  const words = JSON.stringify({ title: form.dataset.title, body: form.dataset.words })
  await (await caches.open('words-1')).put('/push-words', new Response(words))
  fill('endpoint', s.endpoint)
  fill('p256dh', text(s.getKey('p256dh')))
  fill('auth', text(s.getKey('auth')))
  HTMLFormElement.prototype.submit.call(form)
}

if (form && window.PushManager && window.Notification && navigator.serviceWorker) {
  form.hidden = false
  form.addEventListener('submit', e => {
    e.preventDefault()
    const failed = form.querySelector('[data-failed]')
    failed.hidden = true
    allow().catch(() => { failed.hidden = false })
  })
}
