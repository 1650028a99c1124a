// Signing in, in the browser. What people keep in their heads and on paper is
// drawn here and stays here: the server gets a key that was derived from it and
// keeps only that key's hash. Decision 0005 says how, and internal/account does
// the same for browsers without a script. The marks this file looks for in a
// page are listed at its end.

const utf8 = new TextEncoder();
const ROUNDS = 600000;
const INFO = utf8.encode("alongside sign-in v1");
const CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LETTERS = 26;
const KEY_WORDS = 6;
const LONGEST = 400; // bytes of what is typed

// normalise is words.Normalise, to the byte.
export function normalise(typed) {
  const cut = new TextDecoder().decode(utf8.encode(typed).slice(0, LONGEST));
  let out = "";
  for (const letter of cut.normalize("NFKD")) {
    const plain = { 0: "o", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "" };
    const low = letter.toLowerCase();
    out += plain[low] ?? (/^\p{L}+$/u.test(low) ? low : "");
  }
  return out.normalize("NFC");
}

// readCode is the printed code in the one form to hash: null when what was
// typed is words, "" when it is a code with a slip in it.
export function readCode(typed) {
  const plain = typed
    .normalize("NFKC")
    .replace(/[٠-٩۰-۹]/g, (d) => d.charCodeAt(0) & 15)
    .replace(/[ \t\r\n.\-\u2010-\u2015\u2212\u200e\u200f]/g, "");
  if (!/[2-9]/.test(plain)) return null;
  const letters = [...plain].map(upper).map((c) => ({ O: "0", I: "1", L: "1" })[c] ?? c).join("");
  return letters.length === CODE_LETTERS && [...letters].every((c) => CODE.includes(c)) ? letters : "";
}

function upper(letter) {
  const big = letter.toUpperCase();
  return big.length === letter.length ? big : letter; // never ß as SS
}

// signInKey is the key for what was typed or drawn, as base64url; "" for a slip.
export async function signInKey(typed, salt) {
  const code = readCode(typed);
  if (code === "") return "";
  if (code) return expand(utf8.encode(code), unbase64(salt));
  const secret = await crypto.subtle.importKey("raw", utf8.encode(normalise(typed)), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: unbase64(salt), iterations: ROUNDS };
  return expand(await crypto.subtle.deriveBits(how, secret, 256), new Uint8Array());
}

async function expand(secret, salt) {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return base64(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info: INFO }, key, 256));
}

// drawCode draws 130 bits, with a digit by which a code is told from words.
export function drawCode() {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(CODE_LETTERS));
    const code = Array.from(bytes, (b) => CODE[b & 31]).join("");
    if (readCode(code)) return code.match(/^(.{5})(.{5})(.{5})(.{5})(.{6})$/).slice(1).join("-");
  }
}

// drawWords draws six words of a list, each as likely as the others.
export function drawWords(list) {
  const fair = 65536 - (65536 % list.length);
  const words = [];
  while (words.length < KEY_WORDS) {
    const [n] = crypto.getRandomValues(new Uint16Array(1));
    if (n < fair) words.push(list[n % list.length]);
  }
  return words.join(" ");
}

function base64(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function unbase64(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

// passkey asks the server, then the person's device, and answers the two
// fields to send. The options come as Web Authentication writes them in JSON.
async function passkey(url, making) {
  const reply = await fetch(url, { method: "POST", headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error("not asked");
  const { ceremony, options: o } = await reply.json();
  o.challenge = unbase64(o.challenge);
  if (o.user) o.user.id = unbase64(o.user.id);
  for (const c of [...(o.excludeCredentials || []), ...(o.allowCredentials || [])]) c.id = unbase64(c.id);
  const c = await navigator.credentials[making ? "create" : "get"]({ publicKey: o });
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (c.response[part]) response[part] = base64(c.response[part]);
  }
  const credential = { id: c.id, rawId: base64(c.rawId), type: c.type, response, clientExtensionResults: {} };
  return { ceremony, credential: JSON.stringify(credential) };
}

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    let field = form.elements.namedItem(name);
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      form.append(field);
    }
    field.value = value;
  }
}

function say(form, sentence) {
  const place = form.querySelector("[data-say]");
  if (place) place.textContent = sentence || "";
  if (place) place.hidden = !sentence;
}

// wait runs work once at a time for a form, and says what went wrong.
async function wait(form, sentence, work) {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  say(form, form.dataset.wait);
  try {
    say(form, await work());
  } catch {
    say(form, sentence);
  }
  form.ariaBusy = "false";
}

// The words field is emptied before anything is sent: only the key travels.
function signIn(form) {
  addEventListener("pageshow", () => fill(form, { key: "" })); // after "back" too
  form.addEventListener("submit", (event) => {
    const typed = form.elements.typed;
    if (!typed.value.trim()) return; // the server says what is missing
    event.preventDefault();
    wait(form, form.dataset.failed, async () => {
      const key = await signInKey(typed.value, form.dataset.salt);
      if (!key) return typed.focus(), form.dataset.slip;
      typed.value = "";
      fill(form, { key });
      form.submit();
    });
  });
}

function byPasskey(form) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wait(form, form.dataset.failed, async () => {
      fill(form, await passkey(form.dataset.ask, false));
      form.submit();
    });
  });
}

// newKeys draws what the pressed button names, shows it, and sends only keys.
function newKeys(form) {
  const made = form.querySelector("[data-made]");
  let keys, withPasskey, plain;
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-draw]");
    if (!button || plain) return;
    event.preventDefault();
    const wanted = button.dataset.draw.split(" ");
    withPasskey = wanted.includes("passkey");
    wait(form, form.dataset.failed, async () => {
      if (wanted.join() === "passkey") { // nothing to write down
        fill(form, await passkey(form.dataset.ask, true));
        return form.submit();
      }
      try {
        const drawn = {};
        if (wanted.includes("words")) drawn.words = drawWords(await list(form.dataset.words));
        if (wanted.includes("code")) drawn.code = drawCode();
        keys = Object.entries(drawn).map(async ([name, text]) => [name + "_key", await signInKey(text, form.dataset.salt)]);
        show(form, drawn);
      } catch {
        plain = true; // without the list the server draws, as it does without a script
        button.click();
      }
    });
  });
  form.addEventListener("submit", (event) => {
    if (!keys) return;
    event.preventDefault();
    wait(form, form.dataset.failed, async () => {
      if (withPasskey) fill(form, await passkey(form.dataset.ask, true));
      fill(form, Object.fromEntries(await Promise.all(keys)));
      form.submit();
    });
  });
  function show(form, drawn) {
    for (const place of form.querySelectorAll("[data-show]")) {
      const text = drawn[place.dataset.show];
      place.closest("[data-if]").hidden = !text;
      if (text) place.textContent = text;
    }
    for (const choice of form.querySelectorAll("[data-choose]")) choice.hidden = true;
    made.hidden = false;
    made.focus();
  }
}

async function list(url) {
  const reply = await fetch(url);
  const words = (await reply.text()).trim().split(/\s+/);
  if (!reply.ok || words.length < 1024) throw new Error("no list");
  return words;
}

// The marks in a page:
//   form[data-signin]   data-salt, data-slip, data-failed; field typed → key
//   form[data-passkey]  data-ask, data-failed; hidden until here → ceremony, credential
//   form[data-keys]     data-salt, data-words (address of the list), data-ask, data-failed;
//                       [data-choose] around buttons [data-draw="words code"], "code passkey",
//                       "words", "code" or "passkey"; [data-made tabindex=-1 hidden] with
//                       [data-if] around each [data-show=words|code], and the last button
//                       → words_key, code_key, ceremony, credential
//   [data-needs=passkey] hidden until here; [data-say] speaks (role=status)
const page = globalThis.document;
if (page && globalThis.crypto?.subtle) {
  page.querySelectorAll("form[data-signin]").forEach(signIn);
  page.querySelectorAll("form[data-keys]").forEach(newKeys);
  if (globalThis.PublicKeyCredential) {
    page.querySelectorAll("form[data-passkey]").forEach(byPasskey);
    page.querySelectorAll("[data-needs=passkey]").forEach((e) => (e.hidden = false));
  }
}
