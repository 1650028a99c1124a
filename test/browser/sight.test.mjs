// The journeys can see what they claim to see: each check meets a page that
// breaks its rule, and one that keeps it.
import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';
import { accessible, easyToHit, fitsTheWidth, keptToItself, noComplaints, noCookies } from './lib/checks.mjs';
import { person } from './lib/person.mjs';

const good = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Good</title>
<style>body{font:17px sans-serif;color:#111;background:#fff}input,button,a.big{display:block;min-height:48px;min-width:48px;font:inherit;color:#000}</style>
<main><h1>What do you need?</h1><form action="/next"><label for="w">What</label><input id="w" name="w"><button>Continue</button></form></main>`;

const bad = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bad</title>
<main><h1 style="color:#888">Grey</h1><button style="width:20px;height:20px;padding:0">x</button>
<div style="width:900px;background:#eee">wide</div><img src="http://127.0.0.2:9/pixel.gif" alt="">
<script>document.cookie='a=1';undefined_thing()</script></main>`;

async function pages(t) {
  const server = http.createServer((request, answer) => {
    answer.setHeader('Content-Type', 'text/html');
    if (request.url.startsWith('/next')) return answer.end(good.replace('What do you need?', decodeURIComponent(request.url)));
    answer.end(request.url === '/bad' ? bad : good);
  });
  await new Promise((r) => server.listen(0, '127.0.0.1', r));
  t.after(() => server.close());
  return { address: `http://127.0.0.1:${server.address().port}` };
}

test('A page that keeps every rule passes', async (t) => {
  const p = await person(t, await pages(t));
  await p.open('/');
  await fitsTheWidth(p);
  await easyToHit(p);
  await accessible(p);
  await noCookies(p);
  keptToItself(p);
});

test('A page that breaks a rule is found out', async (t) => {
  const p = await person(t, await pages(t));
  await p.open('/bad');
  await assert.rejects(() => fitsTheWidth(p), /sideways/);
  await assert.rejects(() => easyToHit(p), /hard to hit/);
  await assert.rejects(() => accessible(p), /color-contrast-enhanced/);
  await assert.rejects(() => noCookies(p), /cookies/);
  assert.throws(() => keptToItself(p), /another origin/);
  assert.throws(() => noComplaints(p), /console/);
});

test('Taps and typed fields are counted, with and without JavaScript', async (t) => {
  const server = await pages(t);
  for (const javascript of [true, false]) {
    const p = await person(t, server, { javascript });
    await p.open('/');
    await p.type('What', 'blankets');
    await p.tap('Continue');
    await p.sees('/next?w=blankets');
    p.tookAtMost({ taps: 1, fields: 1 });
    assert.throws(() => p.tookAtMost({ taps: 0, fields: 1 }), /1 taps/);
  }
});

test('A journey can be made by keyboard, and without a signal', async (t) => {
  const p = await person(t, await pages(t), { keyboard: true });
  await p.open('/');
  await p.type('What', 'soup');
  await p.tap('Continue');
  await p.sees('/next?w=soup');
  p.tookAtMost({ taps: 1, fields: 1 });
  await p.page.setContent('<p><span onclick="1">Continue</span><button tabindex="-1">Continue</button></p>');
  await assert.rejects(() => p.tap('Continue'), /never reaches/);
  await p.offline();
  await assert.rejects(() => p.open('/'), /INTERNET_DISCONNECTED/);
});
