// What prints, prints on one sheet; and what people change in their browser
// for their eyes takes nothing away.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fitsTheWidth } from './lib/checks.mjs';
import { ask } from './lib/deeds.mjs';
import { person } from './lib/person.mjs';
import { demo, serve } from './lib/server.mjs';

const sheets = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;

async function prints(p, path) {
  await p.open(path);
  return sheets(await p.page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true }));
}

test('A slip and a poster are one sheet of A4 each, in every language', async (t) => {
  const server = await serve(t);
  const p = await person(t, server);
  const asked = await ask(server, {
    text: 'Groceries for two this week, please. A neighbour is home with a broken leg. '.repeat(5), part: ['A bag of rice', 'Two litres of milk', 'Bread', 'Apples', 'Soap'],
    count: ['1', '4', '2', '9', '1'], reach: '555 0100', name: 'Mina', place: 'Astoria, NY',
  });
  for (const tag of ['en', 'es', 'ko', 'ar']) {
    assert.equal(await prints(p, `/${tag}/poster`), 1, `poster ${tag}`);
    assert.equal(await prints(p, `/${tag}${asked.public}/slip`), 1, `slip ${tag}`);
    assert.equal(await prints(p, `/${tag}${asked.slip}`), 1, `my slip ${tag}`);
    await p.sees(asked.code);
  }
});

test('A call and the wall sheet print without buttons and menus', async (t) => {
  const server = await demo(t);
  const p = await person(t, server, { width: 794, height: 1123 });
  assert.ok((await prints(p, '/board/print')) <= 2);
  const call = await p.page.evaluate(() => fetch('/').then((r) => r.text()).then((x) => /href="(\/c\/\w+)"/.exec(x)[1]));
  for (const path of ['/', call, '/ask']) {
    await p.open(path);
    await p.page.emulateMedia({ media: 'print' });
    await p.shot(`print-${path.replaceAll('/', '-')}`);
    const left = await p.page.evaluate(() => [...document.querySelectorAll('nav, button, .btn, .skip, summary')].filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 80)));
    if (path !== '/ask') assert.deepEqual(left, [], path);
    await p.page.emulateMedia({ media: 'screen' });
  }
});

for (const language of ['en', 'ar']) {
  test(`Forced colours and twice the zoom lose nothing, in ${language}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'Groceries for two this week, please.', part: ['A bag of rice', 'Bread'], reach: '555 0100' });
    const plain = await person(t, server, { language });
    const forced = await person(t, server, { language, forcedColours: true, dark: true });
    // 200 % on a phone of 360 pixels leaves 180 of them.
    const zoomed = await person(t, server, { language, width: 180, height: 370 });
    for (const [name, path] of [['board', '/'], ['call', asked.public], ['ask', '/ask']]) {
      await plain.open(path);
      const words = await plain.reads();
      await forced.open(path);
      await forced.shot(`forced-${name}-${language}`);
      assert.equal(await forced.reads(), words);
      const bare = await forced.page.evaluate(() =>
        [...document.querySelectorAll('button, .btn, input, textarea, .opt')]
          .filter((e) => e.checkVisibility() && !e.matches('.vh, .vh *, input[type=hidden], .link'))
          .filter((e) => !(/radio|checkbox/.test(e.type) && getComputedStyle(e).appearance === 'auto')) // the system draws these
          .filter((e) => getComputedStyle(e).borderTopWidth === '0px' && getComputedStyle(e).outlineStyle === 'none')
          .map((e) => e.outerHTML.slice(0, 90)),
      );
      assert.deepEqual(bare, [], 'these have no edge when colours are forced');
      await zoomed.open(path);
      await zoomed.shot(`zoom-${name}-${language}`);
      assert.equal(await zoomed.reads(), words);
      await fitsTheWidth(zoomed);
    }
  });
}
