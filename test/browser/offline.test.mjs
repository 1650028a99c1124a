// Without signal: what was seen can be read, what is pressed waits in the
// phone, and nothing is sent twice.
import assert from 'node:assert/strict';
import test from 'node:test';
import { person } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

/** The worker is there and has kept what it should. */
async function ready(p) {
  await p.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    for (let i = 0; i < 200; i++) {
      const c = await caches.open('pages-1');
      if ((await c.match('/offline')) && navigator.serviceWorker.controller) return;
      await new Promise((r) => setTimeout(r, 25));
    }
    throw new Error('the worker keeps nothing');
  });
}

/** Waits until the words can be read. */
async function comes(p, text) {
  await p.page.getByText(text).first().waitFor();
}

/** Loses the signal. The worker does too, which Chromium counts apart. */
async function lose(p) {
  await p.offline();
}

/** Has the signal again; pages notice by themselves. */
async function regain(p) {
  await p.offline(false);
}

/** What waits in this browser. */
function waiting(p) {
  return p.page.evaluate(
    () =>
      new Promise((yes) => {
        const r = indexedDB.open('alongside', 1);
        r.onupgradeneeded = () => r.result.createObjectStore('unsent', { keyPath: 'key' });
        r.onsuccess = () => {
          const all = r.result.transaction('unsent').objectStore('unsent').getAll();
          all.onsuccess = () => {
            r.result.close();
            yes(all.result.filter((e) => !e.sent).length);
          };
        };
      }),
  );
}

/** How many calls the board shows with these words. */
async function onTheBoard(server, words) {
  const page = await (await fetch(`${server.local}/`)).text();
  return page.split(words).length - 1;
}

/** A neighbour's call, made without a browser. Answers its address and the private page. */
async function call(server, text) {
  const fields = { step: 'check', text, reach: '555 0100', name: 'Mina', key: `key-${text}` };
  const done = await (await fetch(`${server.local}/ask`, { method: 'POST', body: new URLSearchParams(fields) })).text();
  return { page: /href="(\/c\/[0-9a-z]+)"/.exec(done)[1], mine: /href="(\/mine#[^"]+)"/.exec(done)[1] };
}

/** Opens a private page as its owner. */
async function home(p, mine) {
  await p.open(mine);
  await p.page.waitForURL(/\/mine\/[^/]+$/);
  if (await p.page.getByText('Yes, that is me').count()) await p.tap('Yes, that is me');
}

test('What was seen can be read without signal, with the time it was fresh', async (t) => {
  const server = await serve(t);
  const it = await call(server, 'Two warm blankets');
  const p = await person(t, server);
  await p.open('/');
  await ready(p);
  await p.open(it.page);
  await home(p, it.mine);
  await ready(p);
  const own = new URL(p.page.url()).pathname;
  await lose(p);
  for (const [where, words] of [['/', 'Two warm blankets'], [it.page, 'I can'], [own, 'I asked']]) {
    await p.open(where);
    await p.sees(words);
    const text = await p.reads();
    assert.match(text, /\d\d:\d\d/, `${where} does not say when it was fresh`);
  }
  await p.open('/record');
  await p.sees('Ask now, send later');
});

test('An ask typed without signal survives the tab and a day, and is made exactly once', async (t) => {
  const server = await serve(t);
  const p = await person(t, server);
  await p.open('/');
  await ready(p);
  await lose(p);
  await p.open('/ask');
  await p.type('What do you need?', 'A ladder until Friday');
  await p.tap('Put it on the board');
  await comes(p, 'Not sent yet');
  assert.equal(await onTheBoard(server, 'A ladder until Friday'), 0);
  const old = p.page;
  p.page = await p.context.newPage();
  await old.close();
  await p.page.clock.install({ time: new Date(Date.now() + 25 * 60 * 60 * 1000) });
  await p.open('/');
  await comes(p, 'Not sent yet');
  await regain(p);
  await comes(p, 'Sent now.');
  assert.equal(await waiting(p), 0);
  await p.open('/'); // and again: the words to come back with wait until they are read
  await comes(p, 'Sent now.');
  await p.tap('Look at it');
  await p.sees('Your ask is on the board');
  await p.sees('four words');
  assert.equal(await onTheBoard(server, 'A ladder until Friday'), 1);
});

test('An ask with a telephone number in it is not posted unread', async (t) => {
  const server = await serve(t);
  const p = await person(t, server);
  await p.open('/');
  await ready(p);
  await lose(p);
  await p.open('/ask');
  await p.type('What do you need?', 'A lift to the clinic, call +1 212 555 0142');
  await p.tap('Put it on the board');
  await comes(p, 'Not sent yet');
  await regain(p);
  await comes(p, 'Look at it');
  assert.equal(await onTheBoard(server, 'A lift to the clinic'), 0);
  await p.tap('Look at it');
  await p.tap('Put it on the board');
  await p.sees('Your ask is on the board');
  assert.equal(await onTheBoard(server, 'A lift to the clinic'), 1);
});

test('Answering, settling and handing back wait for the signal', async (t) => {
  const server = await serve(t);
  const it = await call(server, 'Two warm blankets');
  const p = await person(t, server);
  await p.open('/');
  await ready(p);
  await p.open(it.page);
  await lose(p);
  await p.tap('I can');
  await comes(p, 'Not sent yet');
  await regain(p);
  await comes(p, 'Sent now.');
  await p.tap('Look at it');
  await p.type(p.page.locator('[name=reach]'), 'ana@chat');
  await lose(p);
  await p.tap('Yes, I do this');
  await comes(p, 'Not sent yet');
  await regain(p);
  await comes(p, 'Sent now.');
  await p.tap('Look at it');
  await p.sees('555 0100');
  await p.tap('Open my page');
  await p.page.waitForURL(/\/mine\/[^/]+$/);
  if (await p.page.getByText('Yes, that is me').count()) await p.tap('Yes, that is me');
  await ready(p);
  await lose(p);
  await p.tap('Yes, kept');
  await comes(p, 'Not sent yet');
  await regain(p);
  await comes(p, 'Sent now.');
  await p.tap('Look at it');
  await p.sees('You have said so');
  await lose(p);
  await p.open(new URL(p.page.url()).pathname);
  await p.sees('Two warm blankets');
});

test('Handing back waits for the signal, and the part is open again', async (t) => {
  const server = await serve(t);
  const it = await call(server, 'Two warm blankets');
  const p = await person(t, server);
  await p.open(it.page);
  await ready(p);
  await p.tap('I can');
  await p.type(p.page.locator('[name=reach]'), 'ana@chat');
  await p.tap('Yes, I do this');
  await lose(p);
  await p.tap('Hand it back');
  await comes(p, 'Not sent yet');
  await regain(p);
  await comes(p, 'Sent now.');
  const other = await person(t, server);
  await other.open(it.page);
  await other.find('I can');
});

test('Where a line does not carry yet, the phone tries again by itself', async (t) => {
  const server = await serve(t);
  const it = await call(server, 'Two warm blankets');
  const p = await person(t, server, { serviceWorkers: 'block' });
  await p.open(it.page);
  let tries = 0;
  await p.context.route('**' + it.page, (route) => {
    if (route.request().method() !== 'POST' || ++tries > 2) return route.continue();
    return route.abort();
  });
  await lose(p);
  await p.tap('I can');
  await comes(p, 'Not sent yet');
  await regain(p); // and still nothing goes through
  await comes(p, 'Sent now.');
  assert.equal(tries, 3);
  assert.equal(await waiting(p), 0);
});

test('What a full server does not take is sent again by itself', async (t) => {
  const server = await serve(t);
  const it = await call(server, 'Two warm blankets');
  const p = await person(t, server, { serviceWorkers: 'block' });
  await p.open(it.page);
  let tries = 0;
  await p.context.route('**' + it.page, (route) => {
    if (route.request().method() !== 'POST' || ++tries > 2) return route.continue();
    return tries > 1 ? route.abort() : route.fulfill({ status: 503, headers: { 'Retry-After': '30' } });
  });
  await p.tap('I can');
  await comes(p, 'Not sent yet');
  await comes(p, 'Sent now.');
  assert.equal(tries, 3);
  assert.equal(await waiting(p), 0);
});

test('A server that dies in the middle of an answer gets it once', async (t) => {
  const server = await serve(t);
  const it = await call(server, 'Two warm blankets');
  const p = await person(t, server);
  await p.open(it.page);
  await ready(p);
  // The answer reaches the server and its reply is lost.
  let dead = false;
  await p.context.route('**' + it.page, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    if (dead) return route.abort(); // the phone tries again by itself
    dead = true;
    await route.fetch({ maxRedirects: 0 });
    await server.kill();
    await route.abort();
  });
  await p.tap('I can');
  await comes(p, 'Not sent yet');
  await p.context.unroute('**' + it.page);
  await server.again();
  await p.page.reload();
  await comes(p, 'Sent now.');
  await p.tap('Look at it');
  await p.sees('How can they reach you?');
  assert.equal(await waiting(p), 0);
});

test('Pressed twice, it is done once', async (t) => {
  const server = await serve(t);
  const p = await person(t, server);
  await p.open('/ask');
  await p.type('What do you need?', 'A pot of soup');
  await p.tap('Continue');
  await p.tap('Continue');
  await p.tap('Continue');
  const press = p.page.getByRole('button', { name: 'Put it on the board' });
  await press.dblclick();
  await p.page.getByText('Your ask is on the board').waitFor();
  assert.equal(await onTheBoard(server, 'A pot of soup'), 1);
});

test('The next person cannot read what this one let the device forget', async (t) => {
  const server = await serve(t);
  const it = await call(server, 'Two warm blankets');
  const p = await person(t, server);
  await p.open('/');
  await ready(p);
  await home(p, it.mine);
  const own = new URL(p.page.url()).pathname;
  await lose(p);
  await p.open(own);
  await p.sees('I asked');
  await regain(p);
  await p.open('/');
  await home(p, it.mine);
  await p.tap('Forget this page on this device');
  assert.deepEqual(
    await p.page.evaluate(async () => {
      const kept = [];
      for (const name of await caches.keys()) for (const r of await (await caches.open(name)).keys()) kept.push(new URL(r.url).pathname);
      return [...kept.filter((k) => k.startsWith('/mine')), ...Object.keys(localStorage)];
    }),
    [],
  );
  await lose(p);
  await p.open(own).catch(() => {});
  await p.doesNotSee('I asked');
});

/** Comes in with the host's six words. */
async function signIn(p, server) {
  await p.open('/sign-in');
  await p.type(p.page.locator('[name=typed]'), server.host.words);
  await p.tap('Sign in');
  await p.page.waitForURL(/\/you/);
}

test('After signing out the next person reads nothing of it, and sends nothing of it', async (t) => {
  const server = await serve(t);
  const it = await call(server, 'Two warm blankets');
  const p = await person(t, server);
  await p.open('/');
  await ready(p);
  await signIn(p, server);
  await p.open('/you');
  await lose(p);
  await p.open('/you');
  await p.sees('Hana');
  await regain(p);
  await p.open(it.page);
  await lose(p);
  await p.tap('I can');
  await comes(p, 'Not sent yet');
  const cookies = await p.context.cookies();
  await p.context.clearCookies(); // the session ends elsewhere
  await regain(p);
  await p.open('/aid');
  await p.page.waitForTimeout(500);
  await p.doesNotSee('Sent now.');
  assert.equal(await waiting(p), 1, 'an answer was given in the name of whoever was there');
  await p.context.addCookies(cookies);
  await p.open('/you');
  await comes(p, 'Sent now.');
  await p.open('/you');
  await p.tap('Sign out');
  await lose(p);
  await p.open('/you').catch(() => {});
  await p.doesNotSee('Hana');
});
