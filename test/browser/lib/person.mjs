// Somebody with a phone in their hand. Every tap and every typed field is
// counted, so that a journey can promise "5 taps, 2 fields".
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const shots = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../shots');

// Debian's Chromium; without its windows where that is installed, because it then asks for half as much of the machine.
const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** How a journey is made: each must work in all three ways. */
export const ways = [
  { way: 'with JavaScript' },
  { way: 'without JavaScript', javascript: false },
  { way: 'by keyboard alone', keyboard: true },
];

// One browser for the people of a file, each with nothing of the others: no
// cookie, no storage, no cache.
const browsers = new Map();
after(async () => {
  for (const b of browsers.values()) await (await b).close();
});

function browser(fontSize) {
  const more = fontSize ? [`--blink-settings=defaultFontSize=${fontSize}`] : [];
  if (!browsers.has(fontSize)) browsers.set(fontSize, chromium.launch({ executablePath, args: [...flags, ...more] }));
  return browsers.get(fontSize);
}

// A link or a button that sends a form leads to another page, sooner or later; a script may keep the rest on this one.
const leadsOn = (target) => target.evaluate((e) => Boolean(e.closest('a[href]:not([href^="#"], [download])') ?? (e.type === 'submit' && e.form)));

/** A phone of 360 by 740, with touch. `person(t, server, { javascript: false })`. */
export async function person(t, server, options = {}) {
  const { width = 360, height = 740, javascript = true, language = 'en', dark = false, keyboard = false, touch = !keyboard, fontSize } = options;
  const context = await (await browser(fontSize)).newContext({
    viewport: { width, height },
    hasTouch: touch,
    javaScriptEnabled: javascript,
    locale: language,
    colorScheme: dark ? 'dark' : 'light',
    forcedColors: options.forcedColours ? 'active' : 'none',
    reducedMotion: 'reduce',
    serviceWorkers: options.serviceWorkers ?? 'allow',
    timezoneId: options.zone ?? 'UTC',
  });
  t.after(() => context.close());
  context.setDefaultTimeout(10_000);
  return new Person(context, await context.newPage(), server, { touch, keyboard, javascript });
}

export class Person {
  taps = 0;
  fields = 0;
  elsewhere = []; // requests to any other origin
  complaints = []; // what pages wrote to the console as errors

  constructor(context, page, server, { touch, keyboard, javascript }) {
    Object.assign(this, { context, page, server, touch, keyboard, javascript });
    context.on('request', (r) => {
      const url = new URL(r.url());
      if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== server.address) this.elsewhere.push(r.url());
    });
    // A page that says what is wrong has a status of its own; the browser notes it.
    const refused = (m) => /status of 4\d\d/.test(m.text()) && m.location().url === page.url();
    page.on('console', (m) => m.type() === 'error' && !refused(m) && this.complaints.push(m.text()));
    page.on('pageerror', (e) => this.complaints.push(String(e)));
  }

  /** Follows a link from a chat, a poster or a slip: not a tap here. */
  async open(where) {
    return this.page.goto(new URL(where, this.server.address).href);
  }

  /** Presses what says `name`: a link, a button, a choice, a folded part; or a locator. */
  async tap(name, nth = 0) {
    const target = (await this.find(name)).nth(nth);
    this.taps++;
    if (this.keyboard) return this.press(target);
    await this.arrives(() => (this.touch ? target.tap() : target.click()), await leadsOn(target));
  }

  /** Does something that may lead to another page, and waits until it is there. */
  async arrives(act, leads = true) {
    const { page } = this;
    const ours = (f) => f === page.mainFrame();
    let left;
    const leaves = new Promise((resolve) => (left = (r) => r.isNavigationRequest() && ours(r.frame()) && resolve(true)));
    page.on('request', left);
    const arrived = page.waitForEvent('framenavigated', { predicate: ours, timeout: 10_000 }).catch(() => {});
    await act();
    if (await Promise.race([leaves, new Promise((r) => setTimeout(r, leads ? 2000 : 150))])) await arrived;
    page.off('request', left);
    await page.waitForLoadState();
  }

  async find(name) {
    if (typeof name !== 'string') return name;
    const p = this.page;
    for (const exact of [true, false]) {
      for (const role of ['button', 'link', 'radio', 'checkbox', 'tab']) {
        const found = p.getByRole(role, { name, exact });
        if (await found.count()) {
          // A styled choice is pressed on its words.
          const choice = (role === 'radio' || role === 'checkbox') && !this.keyboard;
          return choice ? p.getByText(name, { exact }).or(found) : found;
        }
      }
      const summary = p.locator('summary', { hasText: name });
      if (await summary.count()) return summary;
    }
    throw new Error(`nothing to press says ${JSON.stringify(name)} on ${p.url()}:\n${await this.reads()}`);
  }

  /** Types into the field with this label, or the field itself. */
  async type(label, text) {
    this.fields++;
    const field = (typeof label === 'string' ? this.page.getByLabel(label) : label).first();
    if (!this.keyboard) return field.fill(text);
    await this.reach(field);
    if ((await field.getAttribute('type')) === 'date') return this.typeDay(field, text);
    if ((await field.getAttribute('type')) === 'time') return this.typeHour(field, text);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** A field for a day takes it part by part, in the order of the reader's language: here English. */
  async typeDay(field, day) {
    const [year, month, date] = day.split('-');
    await this.page.keyboard.type(month + date + year);
    assert.equal(await field.inputValue(), day);
  }

  /** A field for an hour takes it part by part, in the order of the reader's language: here English. */
  async typeHour(field, clock) {
    const [hour, minute] = clock.split(':').map(Number);
    const two = (n) => String(n).padStart(2, '0');
    await this.page.keyboard.type(two(hour % 12 || 12) + two(minute) + (hour < 12 ? 'AM' : 'PM'));
    assert.equal(await field.inputValue(), clock);
  }

  /** Moves by the Tab key alone until this has the focus, and the focus is seen. */
  async reach(target) {
    await target.waitFor({ state: 'attached' });
    for (let i = 0; i < 120; i++) {
      // One of a set of choices stands for all of them.
      const there = await target.evaluate((e) => {
        const at = document.activeElement;
        return e === at || (e.type === 'radio' && at.type === 'radio' && e.name === at.name && e.form === at.form);
      });
      if (there) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard never reaches ${target} on ${this.page.url()}`);
  }

  async press(target) {
    await this.reach(target);
    const kind = await target.evaluate((e) => e.type);
    if (kind === 'checkbox') return this.page.keyboard.press('Space');
    if (kind !== 'radio') return this.arrives(() => this.page.keyboard.press('Enter'), await leadsOn(target));
    for (let i = 0; i < 20 && !(await target.isChecked()); i++) await this.page.keyboard.press('ArrowDown');
  }

  /** What can be read on the page. */
  async reads() {
    return (await this.page.locator('body').innerText()).replace(/[\u2066-\u2069\u200e\u200f\u061c]/g, '').replace(/\s+/g, ' ').trim();
  }

  /** Waits a little for it: a script may still be at work. */
  async sees(text) {
    let found = await this.reads();
    for (const until = Date.now() + 3_000; !found.includes(text) && Date.now() < until; found = await this.reads()) {
      await new Promise((r) => setTimeout(r, 50));
    }
    assert.ok(found.includes(text), `${JSON.stringify(text)} cannot be read on ${this.page.url()}:\n${found}`);
  }

  async doesNotSee(text) {
    const found = await this.reads();
    assert.ok(!found.includes(text), `${JSON.stringify(text)} can be read on ${this.page.url()}:\n${found}`);
  }

  /** The goal of a journey, as the table of journeys states it. */
  tookAtMost({ taps, fields }) {
    assert.ok(this.taps <= taps, `${this.taps} taps, at most ${taps}`);
    assert.ok(this.fields <= fields, `${this.fields} typed fields, at most ${fields}`);
  }

  offline(is = true) {
    return this.context.setOffline(is);
  }

  /** A picture for makers to look at, when they ask for pictures; the folder is not committed. */
  async shot(name) {
    if (!process.env.SHOTS) return;
    mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
  }
}
