// What holds on every page, whoever made it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

const doors = new WeakMap();

/** Not a script of the page, so its security policy has no say. By the browser's own door: half a megabyte takes half as long. */
async function bringAxe(page) {
  if (!doors.has(page)) doors.set(page, await page.context().newCDPSession(page));
  await doors.get(page).send('Runtime.evaluate', { expression: axe, silent: true });
}

/** No violation of WCAG 2.0 to 2.2 A and AA, of AAA contrast, or of best practice. */
export async function accessible(person) {
  const { page } = person;
  // The whole height is shown, so that a bar at the bottom hides no target.
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, Math.min(height, 8000)) });
  if (!(await page.evaluate('typeof axe === "object"'))) await bringAxe(page);
  const found = await page.evaluate(`axe.run(document, ${JSON.stringify({
    runOnly: { type: 'tag', values: tags },
    rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
    resultTypes: ['violations'],
    preload: false, // only the sound of films would need it
  })}).then((r) => r.violations.map((v) => v.id + ': ' + v.help + '\\n' + v.nodes.map((n) => '    ' + n.target.join(' ') + '\\n      ' + n.failureSummary.replaceAll('\\n', '\\n      ')).join('\\n')))`);
  await page.setViewportSize(size);
  assert.deepEqual(found, [], `${page.url()}\n${found.join('\n')}`);
}

/** Nothing is asked of another origin. */
export function keptToItself(person) {
  assert.deepEqual(person.elsewhere, [], 'requests left for another origin');
}

/** Nobody has a cookie before they sign in. */
export async function noCookies(person) {
  assert.deepEqual((await person.context.cookies()).map((c) => c.name), [], 'there are cookies');
}

/** No page wrote an error to the console. */
export function noComplaints(person) {
  assert.deepEqual(person.complaints, [], 'the console has errors');
}

/** The page can be read without scrolling sideways. */
export async function fitsTheWidth(person) {
  const wide = await person.page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.querySelectorAll('body *')]
      .filter((e) => e.getBoundingClientRect().right > room + 1 || e.getBoundingClientRect().left < -1)
      .slice(0, 5)
      .map((e) => `${e.tagName.toLowerCase()}.${e.className} ${Math.round(e.getBoundingClientRect().right)} of ${room}`);
  });
  assert.deepEqual(wide, [], `${person.page.url()} scrolls sideways`);
}

/** Whatever is pressed is at least 44 by 44 pixels, links inside sentences excepted. */
export async function easyToHit(person) {
  const small = await person.page.evaluate(() => {
    const inSentence = (e) =>
      e.tagName === 'A' && getComputedStyle(e).display === 'inline' &&
      [...e.parentElement.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim() !== '');
    const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getClientRects().length > 0;
    const box = (e) => {
      // A choice is pressed on its label too, and the link of a row on all of the row.
      const laid = getComputedStyle(e, '::after');
      const row = laid.content !== 'none' && laid.position === 'absolute' ? [e.offsetParent] : [];
      const r = [e, ...(e.labels ?? []), ...row].map((x) => x.getBoundingClientRect());
      return { w: Math.max(...r.map((x) => x.width)), h: Math.max(...r.map((x) => x.height)) };
    };
    return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
      .filter((e) => shown(e) && !inSentence(e) && !e.matches('.skip, .vh'))
      .map((e) => ({ e, ...box(e) }))
      .filter(({ w, h }) => w < 43.5 || h < 43.5)
      .map(({ e, w, h }) => `${e.tagName.toLowerCase()} ${(e.innerText || e.name || '').trim().slice(0, 40)}: ${Math.round(w)} × ${Math.round(h)}`);
  });
  assert.deepEqual(small, [], `${person.page.url()} has targets that are hard to hit`);
}

/** One main, one heading of the first rank, and the language and its direction stated. */
export async function wellFormed(person, tag) {
  const found = await person.page.evaluate(() => ({
    h1: document.querySelectorAll('h1').length,
    main: document.querySelectorAll('main').length,
    titled: document.title.trim() !== '',
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
  }));
  assert.deepEqual(found, { h1: 1, main: 1, titled: true, lang: tag, dir: tag === 'ar' ? 'rtl' : 'ltr' }, person.page.url());
}

/** All of it, for a page that is open. */
export async function holdsUp(person) {
  keptToItself(person);
  await fitsTheWidth(person);
  await easyToHit(person);
  await accessible(person);
  noComplaints(person);
}

// Each language's own name stands in the menu of languages; the rest are
// examples and keys that are the same everywhere.
const anywhere = /English|Español|Shift|Alongside|Eastfield board|Eastfield/g;

/** Nothing that can be seen or heard on the page is in Latin letters. */
export async function notInLatin(person, ...names) {
  const said = await person.page.evaluate(() => {
    const heard = [...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')]
      .flatMap((e) => ['aria-label', 'title', 'placeholder', 'alt'].map((a) => e.getAttribute(a) ?? ''));
    return [document.title, document.body.innerText, ...heard].join('\n');
  });
  const plain = names.reduce((s, n) => s.replaceAll(n, ''), said).replace(/https?:\S+/g, '').replace(anywhere, '');
  assert.deepEqual(plain.match(/[^\n]*[A-Za-z]{2,}[^\n]*/g) ?? [], [], `${person.page.url()} is not all in its language`);
}
