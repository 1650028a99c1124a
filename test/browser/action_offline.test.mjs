// An action where there is no signal: word, the ways out and the plan can be
// read, and what is pressed waits in the phone. Journeys 12 to 14.
import assert from 'node:assert/strict';
import test from 'node:test';
import { planner, walk } from './lib/actions.mjs';
import { holdsUp } from './lib/checks.mjs';
import { count } from './lib/deeds.mjs';
import { person } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

/** What waits on the phone to be sent. */
const waiting = (who) =>
  who.page.evaluate(() => new Promise((yes) => {
    const r = indexedDB.open('alongside', 1);
    r.onsuccess = () => {
      const g = r.result.transaction('unsent').objectStore('unsent').getAll();
      g.onsuccess = () => { r.result.close(); yes(g.result.filter((e) => !e.sent).length); };
    };
  }));

/** Back in reach, the phone has sent all of it. */
async function sends(who) {
  await who.offline(false);
  for (let i = 0; i < 100 && (await waiting(who)); i++) await new Promise((r) => setTimeout(r, 100));
  assert.equal(await waiting(who), 0);
}

/** Somebody who comes, on the page of their place, which the worker has. */
async function comes(t, server, at, name) {
  const who = await person(t, server);
  await who.open(at);
  await who.tap('Lower risk');
  await who.type('What should people call you?', name);
  await who.tap('I have read this. Count me in');
  await who.page.evaluate(() => navigator.serviceWorker.ready);
  await who.page.reload();
  return who;
}

/** The worker has kept this page. */
const kept = (who, words) =>
  who.page.evaluate(async (words) => {
    await navigator.serviceWorker.ready;
    for (let i = 0; i < 400; i++) {
      const c = await caches.open('pages-1');
      const r = await c.match(location.pathname, { ignoreVary: true });
      if (r && (await r.text()).includes(words) && navigator.serviceWorker.controller) return true;
      await new Promise((r) => setTimeout(r, 50));
    }
    return false;
  }, words);

test('Without signal the last word, the ways out and the plan can be read, and a press is sent later', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server);
  await planner(ana);
  const at = await walk(ana);
  const quin = await comes(t, server, at, 'Quin');
  const rui = await person(t, server);
  await rui.open(`${at}/live`);
  await rui.page.evaluate(() => navigator.serviceWorker.ready);
  await rui.page.reload();
  await ana.open(`${at}/live`);
  await ana.type('Your own words', 'The side door is open.');
  await ana.tap('Post it');
  for (const who of [quin, rui]) await who.sees('The side door is open.');
  // The copy on the phone follows word by itself, some seconds later.
  assert.ok(await kept(quin, 'The side door is open.'), 'the page of one\'s own place was not kept with the last word');
  assert.ok(await kept(rui, 'The side door is open.'), 'the page of word was not kept with the last word');

  for (const who of [quin, rui]) {
    await who.offline();
    await who.page.goto(who.page.url());
    await who.sees('The side door is open.');
    await who.sees('Market Street, to tram 4');
    await who.sees('555 0142');
    assert.match(await who.reads(), /fresh at|Checked at \d\d:\d\d/);
  }
  await quin.tap('I am here');
  await quin.sees('Not sent yet');
  assert.equal(await waiting(quin), 1);
  await sends(quin);
  await quin.page.reload();
  await quin.sees('I am here.');
});

test('Each press on a page that the phone kept is one of its own, and the last one stands', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server);
  await planner(ana);
  const quin = await comes(t, server, await walk(ana), 'Quin');
  await quin.offline();
  let n = 0;
  for (const press of ['I need help', 'I am home safe', 'I need help']) {
    await quin.page.goto(quin.page.url()); // the same copy each time
    await quin.tap(press);
    await quin.sees('Not sent yet');
    assert.equal(await waiting(quin), ++n);
  }
  await sends(quin);
  await quin.page.reload();
  await quin.sees('I need help. Your buddy');
});

test('The phone forgets where somebody was after three days, and when the page is gone', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server);
  await planner(ana);
  const quin = await comes(t, server, await walk(ana), 'Quin');
  const place = new URL(quin.page.url()).pathname;
  assert.ok(await kept(quin, 'I am home safe'));
  // copied lays a copy of that page, kept so long ago, under another address.
  const copied = (to, days, from = place) => quin.page.evaluate(async ({ from, to, at }) => {
    const c = await caches.open('pages-1');
    const r = await c.match(from, { ignoreVary: true });
    const headers = new Headers(r.headers);
    headers.set('x-at', String(at));
    await c.put(to, new Response(await r.text(), { headers }));
  }, { from, to, at: Date.now() - days * 24 * 60 * 60_000 });
  const has = (path) => quin.page.evaluate(async (path) => Boolean(await (await caches.open('pages-1')).match(path, { ignoreVary: true })), path);
  const goes = async (path) => {
    for (let i = 0; i < 100 && (await has(path)); i++) await new Promise((r) => setTimeout(r, 50));
    assert.ok(!(await has(path)), `${path} is still on the phone`);
  };
  // The list of what one has promised names the action, and goes as well.
  await quin.page.locator('.head a').first().tap();
  await quin.sees('Walk to the hearing');
  const list = new URL(quin.page.url()).pathname;
  for (let i = 0; i < 100 && !(await has(list)); i++) await new Promise((r) => setTimeout(r, 50));
  await copied(list, 3.1, list);
  await quin.open('/');
  await goes(list);
  const other = place.replace(/[^/]+$/, 'zzzzzzzzzzzzz');
  await copied(other, 0);
  await copied(place, 2.9);
  await quin.open('/');
  assert.ok(await has(place), 'it went too early');
  assert.ok(await has(other));
  await quin.open(other);
  await goes(other);
  assert.ok(await has(place));
  await copied(place, 3.1);
  await quin.open('/');
  await goes(place);
});

test('The question who is there never takes the place of a kept page, and a place is kept in one language', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server);
  await planner(ana);
  const quin = await comes(t, server, await walk(ana), 'Quin');
  const place = new URL(quin.page.url()).pathname;
  assert.ok(await kept(quin, 'I am home safe'));
  const copies = () => quin.page.evaluate(async () => {
    const c = await caches.open('pages-1');
    const all = (await c.keys()).filter((k) => /\/at\//.test(k.url));
    return Promise.all(all.map(async (k) => [new URL(k.url).pathname, await (await c.match(k, { ignoreVary: true })).text()]));
  });
  const keep = (query) => quin.page.evaluate((at) => navigator.serviceWorker.controller.postMessage({ keep: at }), new URL(place + query, server.address).href);
  await keep('?d=a-proof-that-is-over');
  await quin.page.evaluate(() => new Promise((r) => setTimeout(r, 1500)));
  assert.ok((await copies())[0][1].includes('I am home safe'));
  await quin.open(`/ko${place}`);
  for (let i = 0; i < 100 && (await copies())[0]?.[0] !== `/ko${place}`; i++) await new Promise((r) => setTimeout(r, 50));
  const now = await copies();
  assert.deepEqual(now.map(([path]) => path), [`/ko${place}`]);
  assert.ok(now[0][1].includes('lang="ko"'));
});

test('From every page somebody who comes finds the way back to their place, until they are home', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server);
  await planner(ana);
  const quin = await comes(t, server, await walk(ana), 'Quin');
  const place = new URL(quin.page.url()).pathname;
  assert.ok(await kept(quin, 'I am home safe'));
  await quin.open('/');
  await quin.sees('On now: Walk to the hearing');
  await holdsUp(quin);
  await quin.shot('on-now');
  // Journey 13: without signal, one press from the first page.
  await quin.offline();
  await quin.page.goto(quin.page.url());
  count(quin);
  await quin.tap('On now: Walk to the hearing');
  quin.tookAtMost({ taps: 1, fields: 0 });
  await quin.sees('I am home safe');
  await quin.sees('Market Street, to tram 4');
  assert.match(await quin.reads(), /Checked at \d\d:\d\d/);
  assert.equal(new URL(quin.page.url()).pathname, place);
  await quin.offline(false);
  await quin.tap('I am home safe');
  await quin.sees('You are home safe');
  for (let i = 0; i < 40; i++) {
    await quin.open('/');
    await quin.page.evaluate(() => new Promise((r) => setTimeout(r, 100)));
    if (!(await quin.reads()).includes('On now')) break;
  }
  assert.ok(!(await quin.reads()).includes('On now'), 'it still says so');
});

test('Where no line is free the page asks for word by itself, and takes a line as soon as there is one', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server);
  await planner(ana);
  const at = await walk(ana);
  const rui = await person(t, server, { serviceWorkers: 'block' });
  let full = true, refused = 0, taken = 0;
  await rui.page.route('**/live/word?*', (r) => {
    if (r.request().resourceType() !== 'eventsource') return r.continue();
    if (full) { refused++; return r.fulfill({ status: 503, headers: { 'Retry-After': '30' } }); }
    taken++;
    return r.continue();
  });
  await rui.open(`${at}/live`);
  await ana.open(`${at}/live`);
  await ana.tap('We wait here for now.');
  await rui.page.getByText('We wait here for now.').first().waitFor({ timeout: 20_000 });
  assert.ok(refused > 0 && taken === 0);
  full = false;
  for (let i = 0; i < 400 && !taken; i++) await new Promise((r) => setTimeout(r, 100));
  assert.ok(taken, 'the page never took a line');
  await ana.tap('The route has changed. Follow the marshals.');
  await rui.page.getByText('The route has changed.').first().waitFor({ timeout: 5000 });
});

test('Word that was written without signal keeps its time, and stands once', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server);
  await planner(ana);
  const at = await walk(ana);
  await ana.open(`${at}/live`);
  await ana.page.evaluate(() => navigator.serviceWorker.ready);
  await ana.page.reload();
  await ana.offline();
  // Nine minutes without signal, on a phone whose clock is a day wrong.
  const written = Date.now() - 9 * 60_000;
  const clock = (by) => ana.page.evaluate((by) => { const now = Date.now.real || Date.now; Date.now = Object.assign(() => now() + by, { real: now }); }, by);
  await clock(-24 * 60 * 60_000 - 9 * 60_000);
  await ana.type('Your own words', 'Wait by the bridge.');
  await ana.tap('Post it');
  await ana.sees('Not sent yet');
  await clock(-24 * 60 * 60_000);
  await ana.offline(false);
  await ana.page.evaluate(() => window.dispatchEvent(new Event('online')));
  const rui = await person(t, server);
  for (let i = 0; i < 60; i++) {
    await rui.open(`${at}/live`);
    if ((await rui.reads()).includes('Wait by the bridge.')) break;
    await new Promise((r) => setTimeout(r, 200));
  }
  await rui.sees('Wait by the bridge.');
  const page = await rui.reads();
  assert.equal(page.split('Wait by the bridge.').length - 1, 1);
  assert.ok(page.includes(new Date(written).toISOString().slice(11, 16)));
});

test('Word comes within ten seconds on a slow line, and says the hour where its reader is', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server);
  await planner(ana);
  const at = await walk(ana);
  const rui = await person(t, server, { zone: 'Asia/Seoul' });
  const line = await rui.context.newCDPSession(rui.page);
  await line.send('Network.enable');
  const slow = (400 * 1024) / 8;
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: slow, uploadThroughput: slow });
  await rui.open(at);
  await rui.sees('where you are (Seoul)');
  await rui.open(`${at}/live`);
  await ana.open(`${at}/live`);
  const began = Date.now();
  await ana.tap('The route has changed. Follow the marshals.');
  await rui.page.getByText('The route has changed.').first().waitFor({ timeout: 10_000 });
  assert.ok(Date.now() - began < 10_000);
});
