// Somebody with a phone in their hand. Every tap and every typed field is
// counted, so that a journey can promise "5 taps, 2 fields".
import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const shots = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../shots');

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** A phone of 360 by 740, with touch. `person(t, server, { javascript: false })`. */
export async function person(t, server, options = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'alongside-chromium-'));
  const { width = 360, height = 740, javascript = true, language = 'en', dark = false, touch = true, fontSize } = options;
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: '/usr/bin/chromium',
    args: fontSize ? [...flags, `--blink-settings=defaultFontSize=${fontSize}`] : flags,
    viewport: { width, height },
    hasTouch: touch,
    javaScriptEnabled: javascript,
    locale: language,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    serviceWorkers: options.serviceWorkers ?? 'allow',
    timezoneId: options.zone ?? 'UTC',
  });
  t.after(async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  context.setDefaultTimeout(10_000);
  return new Person(context, context.pages()[0] ?? (await context.newPage()), server, touch);
}

export class Person {
  taps = 0;
  fields = 0;
  elsewhere = []; // requests to any other origin
  complaints = []; // what pages wrote to the console as errors

  constructor(context, page, server, touch) {
    Object.assign(this, { context, page, server, touch });
    context.on('request', (r) => {
      const url = new URL(r.url());
      if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== server.address) this.elsewhere.push(r.url());
    });
    page.on('console', (m) => m.type() === 'error' && this.complaints.push(m.text()));
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
    await target.scrollIntoViewIfNeeded();
    await this.arrives(() => (this.touch ? target.tap() : target.click()));
  }

  /** Does something that may lead to another page, and waits until it is there. */
  async arrives(act) {
    const { page } = this;
    const ours = (f) => f === page.mainFrame();
    let left;
    const leaves = new Promise((resolve) => (left = (r) => r.isNavigationRequest() && ours(r.frame()) && resolve(true)));
    page.on('request', left);
    const arrived = page.waitForEvent('framenavigated', { predicate: ours, timeout: 10_000 }).catch(() => {});
    await act();
    if (await Promise.race([leaves, new Promise((r) => setTimeout(r, 150))])) await arrived;
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
          return role === 'radio' || role === 'checkbox' ? p.getByText(name, { exact }).or(found) : found;
        }
      }
      const summary = p.locator('summary', { hasText: name });
      if (await summary.count()) return summary;
    }
    throw new Error(`nothing to press says ${JSON.stringify(name)} on ${p.url()}:\n${await this.reads()}`);
  }

  /** Types into the field with this label. */
  async type(label, text) {
    this.fields++;
    const field = typeof label === 'string' ? this.page.getByLabel(label) : label;
    await field.first().fill(text);
  }

  /** Moves by keyboard alone until `name` has the focus, and presses Enter or Space. */
  async key(name, press = 'Enter') {
    for (let i = 0; i < 200; i++) {
      await this.page.keyboard.press('Tab');
      const said = await this.page.evaluate(() => {
        const e = document.activeElement;
        return (e?.getAttribute('aria-label') || e?.labels?.[0]?.innerText || e?.innerText || '').trim().replace(/\s+/g, ' ');
      });
      if (said.includes(name)) {
        this.taps++;
        await this.arrives(() => this.page.keyboard.press(press));
        return;
      }
    }
    throw new Error(`the keyboard never reaches ${JSON.stringify(name)}`);
  }

  /** What can be read on the page. */
  async reads() {
    return (await this.page.locator('body').innerText()).replace(/[\u2066-\u2069\u200e\u200f\u061c]/g, '').replace(/\s+/g, ' ').trim();
  }

  async sees(text) {
    const found = await this.reads();
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

  /** A picture for makers to look at; the folder is not committed. */
  async shot(name) {
    mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
  }
}
