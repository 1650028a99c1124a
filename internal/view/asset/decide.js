// The key of a secret ballot: the page that was given it keeps it for as long
// as its tab is open, and fills it in when its reader says something else.
// Nobody else is given it, and it is never sent but with that form.
const box = document.querySelector('[data-ballot]')
const field = document.querySelector('[name=code]')
const name = 'ballot ' + location.pathname.split('/').pop()
if (box) sessionStorage.setItem(name, box.dataset.ballot)
if (field && !field.value) field.value = sessionStorage.getItem(name) || ''
