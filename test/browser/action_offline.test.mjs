// An action where there is no signal: word, the ways out and the plan can be
// read, and what is pressed waits in the phone. Journeys 12 to 14.
import assert from 'node:assert/strict';
import test from 'node:test';
import { planner, walk } from './lib/actions.mjs';
import { person } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

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
  const quin = await person(t, server);
  await quin.open(at);
  await quin.tap('Lower risk');
  await quin.type('What should people call you?', 'Quin');
  await quin.tap('I have read this. Count me in');
  const rui = await person(t, server);
  await rui.open(`${at}/live`);
  await quin.page.evaluate(() => navigator.serviceWorker.ready);
  await quin.page.reload();
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
  const waits = () => quin.page.evaluate(() => new Promise((yes) => {
    const r = indexedDB.open('alongside', 1);
    r.onsuccess = () => { const g = r.result.transaction('unsent').objectStore('unsent').getAll(); g.onsuccess = () => { r.result.close(); yes(g.result.filter((e) => !e.sent).length); }; };
  }));
  assert.equal(await waits(), 1);
  await quin.offline(false);
  for (let i = 0; i < 100 && (await waits()); i++) await new Promise((r) => setTimeout(r, 100));
  assert.equal(await waits(), 0);
  await quin.page.reload();
  await quin.sees('I am here.');
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
  const written = Date.now() - 9 * 60_000; // nine minutes without signal, by this phone's clock
  await ana.page.evaluate((then) => { Date.now = () => then; }, written);
  await ana.type('Your own words', 'Wait by the bridge.');
  await ana.tap('Post it');
  await ana.sees('Not sent yet');
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
