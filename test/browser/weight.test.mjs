// What a first visit costs on a phone with little signal, counted on the wire.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ask } from './lib/deeds.mjs';
import { person } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

/** What the browser fetched for one page: kind and bytes as they came, compressed. */
async function fetched(p, path) {
  const cdp = await p.context.newCDPSession(p.page);
  await cdp.send('Network.enable');
  const all = new Map();
  cdp.on('Network.responseReceived', (e) => all.set(e.requestId, { type: e.type, url: e.response.url, bytes: 0 }));
  cdp.on('Network.loadingFinished', (e) => all.has(e.requestId) && (all.get(e.requestId).bytes = e.encodedDataLength));
  await p.open(path);
  await p.page.waitForLoadState('networkidle');
  await cdp.detach();
  return [...all.values()].filter((r) => r.url.startsWith('http'));
}

test('A first visit of the board and of a call is light', async (t) => {
  const server = await serve(t);
  let call;
  for (let i = 0; i < 20; i++) {
    call = await ask(server, {
      text: `Groceries for the house number ${i}, please. It is for a neighbour with a broken leg.`, part: ['Rice', 'Milk', `Bread ${i}`],
      count: ['1', '2', '3'], reach: `555 01${10 + i}`, place: 'Astoria, NY',
    });
  }
  for (const tag of ['en', 'ar']) {
    for (const path of ['/', call.public]) {
      const p = await person(t, server, { serviceWorkers: 'block' });
      const all = await fetched(p, `/${tag}${path}`);
      const sum = (...types) => all.filter((r) => types.includes(r.type)).reduce((n, r) => n + r.bytes, 0);
      const said = JSON.stringify(all);
      assert.ok(sum('Document', 'Stylesheet') <= 14_000, said);
      assert.ok(sum('Script') <= 5_000, said);
      // The browser's own icon of the page is not waited for.
      assert.ok(all.filter((r) => !r.url.endsWith('.svg')).length <= 3, said);
      assert.ok(await p.page.evaluate(() => document.querySelectorAll('*').length) <= 600);
      assert.ok(await p.page.evaluate(() => [...document.scripts].every((s) => s.defer || s.type === 'module')));
      assert.equal((await p.context.cookies()).length, 0);
    }
  }
});
