// Every kind of page, in every language, light and dark, narrow and wide. A
// new page gets a line here.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { accessible, easyToHit, fitsTheWidth, keptToItself, noComplaints, noCookies, wellFormed } from './lib/checks.mjs';
import { ask, say, send } from './lib/deeds.mjs';
import { person } from './lib/person.mjs';
import { bare, demo } from './lib/server.mjs';

const languages = ['en', 'es', 'ko', 'ar'];
const every = languages.flatMap((tag) => [false, true].flatMap((dark) => [360, 1200].map((width) => ({ tag, dark, width }))));
const two = every.filter((v) => (v.tag === 'en' && !v.dark && v.width === 360) || (v.tag === 'ar' && v.dark && v.width === 1200));

/** What has to be on the board for every page to have something to show. */
async function furnish(server) {
  const open = await ask(server, {
    text: 'Groceries for two this week, please. A neighbour is home with a broken leg.', part: ['A bag of rice', 'Two litres of milk', 'Bread'],
    count: ['1', '4', '2'], reach: '555 0100', name: 'Mina', place: 'Astoria, NY', speaks: ['ko', 'es'],
  });
  await say(server, open.public, { name: 'Sol', reach: '555 0199' });
  const answered = await ask(server, { text: 'A lift to the clinic', reach: '555 0100', name: 'Mina' });
  const promise = await say(server, answered.public, { name: 'Sol', reach: '555 0199' });
  const home = async (keys) => {
    const to = await send(server, '/mine', { link: keys.mine.split('#')[1], known: 'yes' });
    return to.headers.get('location');
  };
  const own = await home(open);
  const proof = own.split('?')[1];
  const base = own.split('?')[0];
  const part = /name="part" value="([^"]+)"/.exec(await (await fetch(server.local + open.public)).text())[1];
  const held = await send(server, open.public, { part, key: randomUUID() });
  const closed = await ask(server, { text: 'A cot', reach: '555 0100' });
  const closing = await home(closed);
  const gone = await send(server, closing.replace('?', `${closed.public}/close?`), { why: 'done_by_others', key: randomUUID() });
  assert.equal(gone.status, 303);
  const promised = await home(promise);
  const thread = /href="(\/mine\/[^"]*\/words[^"#]*)/.exec(await (await fetch(server.local + promised)).text())[1].replaceAll('&amp;', '&');
  const wrote = await send(server, thread, { words: 'I come at two, in a red van.', key: randomUUID() });
  assert.equal(wrote.status, 303);
  const front = await (await fetch(server.local)).text();
  const papers = await (await fetch(server.local + '/g/eastfield-tenants/signed')).text();
  // The walk that is on in the demo, and a place at it.
  const showing = await (await fetch(server.local + '/showing-up')).text();
  const walk = /href="(\/c\/\w+)"[^>]*>Walk together/.exec(showing)[1];
  const level = await (await fetch(server.local + walk + '/level/1')).text();
  const hidden = (name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(level)[1];
  const came = await send(server, `${walk}/level/1`, { seen: hidden('seen'), at: hidden('at'), role: hidden('role'), name: 'Mina', also: 'buddy', key: randomUUID() });
  return {
    walk, place: came.headers.get('location').replace(server.local, ''),
    signed: /href="([^"]*\/signed\/[0-9a-z]+)"/.exec(papers)[1],
    open: open.public, answered: answered.public, closed: closed.public, own, base, proof, promised, thread,
    unproven: `/mine/${promise.mine.split('#')[1]}`, held: held.headers.get('location').replace(server.local, ''),
    offered: /href="(\/c\/\w+)"/.exec(await (await fetch(server.local + '/aid?side=offer')).text())?.[1] ?? open.public,
    group: /href="(\/g\/[\w-]+)"/.exec(front)[1], invitation: /\/join\/[\w-]{22}/.exec(server.said())[0],
    words: /sign-in\s+((?:[a-z]+ ){5}[a-z]+)/.exec(server.said())[1],
  };
}

const asking = { text: 'Two warm blankets', kind: 'aid', urgency: 'week', place: 'Astoria, NY', reach: '555 0100', name: 'Mina' };

/** Page by page: a path, or a form that is sent to one. `all`: seen in every variant. */
const table = (b) => [
  { page: 'the board', path: '/', all: true },
  { page: 'one kind', path: '/aid' },
  { page: 'know-how', path: '/know-how' },
  { page: 'an open call', path: b.open, all: true },
  { page: 'an answered call', path: b.answered },
  { page: 'a closed call', path: b.closed },
  { page: 'an offer', path: b.offered },
  { page: 'the first question', path: '/ask', all: true },
  { page: 'asking for another', path: '/ask?for=other' },
  { page: 'offering', path: '/offer' },
  { page: 'a question with a mistake', path: '/ask', form: { step: 'what', text: '' }, status: 422, all: true },
  { page: 'the second question', path: '/ask', form: { step: 'what', ...asking } },
  { page: 'the third question', path: '/ask', form: { step: 'where', ...asking } },
  { page: 'the check', path: '/ask', form: { step: 'reach', ...asking, text: 'Call 555 010 0199' }, all: true },
  { page: 'how to reach me', path: b.held, all: true },
  { page: 'are you', path: b.unproven },
  { page: 'my page', path: b.own, all: true },
  { page: 'my promises', path: b.promised },
  { page: 'words about a promise', path: b.thread, all: true },
  { page: 'changing words', path: `${b.base}${b.open}/edit?${b.proof}` },
  { page: 'writing a message kit', path: `${b.base}${b.open}/kit?${b.proof}`, all: true },
  { page: 'a message kit that cannot be taken', path: `${b.base}${b.open}/kit?${b.proof}`, form: { channel: 'x', length: 'short', language: 'en', words: 'Rice' }, status: 422 },
  { page: 'closing', path: `${b.base}${b.open}/close?${b.proof}` },
  { page: 'taking everything back', path: `${b.base}/erase?${b.proof}` },
  { page: 'how a guest is told', path: `${b.base}/notices?${b.proof}` },
  { page: 'entering a code', path: '/code' },
  { page: 'a wrong code', path: '/mine', form: { code: 'one two three four' }, status: 422 },
  { page: 'passing it on', path: `${b.open}/share` },
  { page: 'reporting', path: `${b.open}/report` },
  { page: 'search', path: '/search?q=soup' },
  { page: 'search without words', path: '/search' },
  { page: 'near', path: '/near?near=Astoria' },
  { page: 'the calendar', path: '/calendar' },
  { page: 'the map', path: '/map' },
  { page: 'the record', path: '/record' },
  { page: 'groups', path: '/groups' },
  { page: 'a group', path: b.group, all: true },
  { page: 'its agreements', path: `${b.group}/agreements` },
  { page: 'what a group signed', path: '/g/eastfield-tenants/signed' },
  { page: 'a signed text', path: b.signed },
  { page: 'showing up', path: '/showing-up' },
  { page: 'an action', path: b.walk, all: true },
  { page: 'a level of risk', path: `${b.walk}/level/3`, all: true },
  { page: 'a level, read too late', path: `${b.walk}/level/1`, form: { seen: '0', name: 'Mina' }, status: 422 },
  { page: 'my place at an action', path: b.place, all: true },
  { page: 'word from an action', path: `${b.walk}/live` },
  { page: 'my own calendar', path: `${b.base}/calendar?${b.proof}` },
  { page: 'how are you', path: '/how' },
  { page: 'a message kit', path: '/kits/walk-together-to-the-housing-hearing', all: true },
  { page: 'an invitation', path: b.invitation },
  { page: 'signing in', path: '/sign-in' },
  { page: 'a new account', path: '/sign-in/new' },
  { page: 'a lost phone', path: '/lost' },
  { page: 'what we keep', path: '/keep' },
  { page: 'accessibility', path: '/accessibility' },
  { page: 'the source', path: '/source' },
  { page: 'for programs', path: '/api' },
  { page: 'what the host did', path: '/host-log' },
  { page: 'no signal', path: '/offline' },
  { page: 'nothing there', path: '/nowhere', status: 404 },
  { page: 'the slip', path: `${b.open}/slip`, paper: true },
  { page: 'my slip', path: `${b.base}/slip?${b.proof}`, paper: true },
  { page: 'the plan card', path: `${b.walk}/card`, paper: true },
  { page: 'the poster', path: '/poster', paper: true },
  { page: 'the wall sheet', path: '/board/print', paper: true },
];

/** Only for those who are signed in; Hana looks after the board. */
const signedIn = (b) => [
  { page: 'you', path: '/you' },
  { page: 'the name', path: '/you/name' },
  { page: 'ways to sign in', path: '/you/keys' },
  { page: 'where I am signed in', path: '/you/devices' },
  { page: 'my own calendar, signed in', path: '/you/calendar' },
  { page: 'what I am told', path: '/you/notices' },
  { page: 'leaving', path: '/you/leave' },
  { page: 'a call, signed in', path: b.open },
  { page: 'a new group', path: '/groups/new' },
  { page: 'care', path: '/care/board' },
  { page: 'who looks after the board', path: '/care/hosts' },
  { page: 'asked to look after it', path: '/host?7k2p9m3q7k2p97k2p9m3q7' },
];

/** Only for members; Ana looks into alerts. */
const inside = (alert) => [
  { page: 'the alerts of a group', path: '/g/eastfield-tenants/alerts' },
  { page: 'an alert', path: alert, all: true },
  { page: 'reporting something', path: '/g/eastfield-tenants/alerts/new' },
  { page: 'when to be asked', path: '/g/eastfield-tenants/alerts/mine' },
  { page: 'what a group warns of', path: '/g/eastfield-tenants/alerts/kinds' },
  { page: 'a new kind of alert', path: '/g/eastfield-tenants/alerts/kinds/new' },
  { page: 'who may report', path: '/g/eastfield-tenants/alerts/doors' },
];

async function opens(p, row, tag) {
  const path = `/${tag}${row.path}`;
  if (!row.form) return p.open(path);
  await p.open(`/${tag}/keep`);
  await p.arrives(() =>
    p.page.evaluate(([action, fields]) => {
      const f = Object.assign(document.createElement('form'), { method: 'post', action });
      for (const [name, value] of Object.entries(fields)) f.append(Object.assign(document.createElement('input'), { name, value }));
      document.body.append(f);
      f.submit();
    }, [path, row.form]),
  );
}

/** One page in one language: its frame, its width, its targets; then axe in each look. */
async function holds(p, large, row, tag) {
  await p.page.setViewportSize({ width: 360, height: 740 });
  await p.page.emulateMedia({ colorScheme: 'light' });
  await opens(p, row, tag);
  const status = await p.page.evaluate(() => performance.getEntriesByType('navigation')[0].responseStatus);
  assert.equal(status, row.status ?? 200, `${p.page.url()} is another page`);
  await wellFormed(p, tag);
  await easyToHit(p);
  for (const width of [320, 1200]) {
    await p.page.setViewportSize({ width, height: 740 });
    await fitsTheWidth(p);
  }
  await easyToHit(p);
  for (const look of (row.all ? every : two).filter((v) => v.tag === tag)) {
    await p.page.setViewportSize({ width: look.width, height: 740 });
    await p.page.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light' });
    await accessible(p);
  }
  keptToItself(p);
  noComplaints(p);
  if (row.paper) return; // paper has no larger letters
  await opens(large, row, tag);
  await fitsTheWidth(large);
}

async function walk(t, p, large, rows) {
  for (const row of rows) {
    await t.test(`${row.page} holds up`, async () => {
      const wrong = [];
      for (const tag of languages) await holds(p, large, row, tag).catch((e) => wrong.push(e));
      p.complaints.length = 0;
      if (wrong.length) throw new Error(wrong.map((e) => e.message).join('\n\n'));
    });
  }
}

test('Pages for everybody', async (t) => {
  const server = await demo(t);
  const b = await furnish(server);
  const p = await person(t, server);
  const large = await person(t, server, { fontSize: 32 });
  await walk(t, p, large, table(b));
  await noCookies(p);
});

async function signsIn(who, words) {
  await who.open('/sign-in');
  await who.type('Your six words, or your printed code', words);
  await who.tap('Sign in');
  await who.page.waitForURL('**/you**');
}

test('Pages for those who are signed in', async (t) => {
  const server = await demo(t);
  const b = await furnish(server);
  const p = await person(t, server);
  const large = await person(t, server, { fontSize: 32 });
  for (const who of [p, large]) await signsIn(who, b.words);
  await walk(t, p, large, signedIn(b));
});

test('Pages for members of a group', async (t) => {
  const server = await demo(t);
  const p = await person(t, server);
  const large = await person(t, server, { fontSize: 32 });
  for (const who of [p, large]) await signsIn(who, /her six words: ([a-z ]+)/.exec(server.said())[1]);
  const alerts = await (await p.context.request.get(new URL('/g/eastfield-tenants/alerts', server.address).href)).text();
  await walk(t, p, large, inside(/href="([^"]*\/alerts\/[0-9a-z]{13})"/.exec(alerts)[1]));
});

test('A board that nobody has set up', async (t) => {
  const server = await bare(t);
  const p = await person(t, server);
  const large = await person(t, server, { fontSize: 32 });
  const link = (await server.setUpLink()).replace(/^https?:\/\/[^/]+/, '');
  await walk(t, p, large, [
    { page: 'before set-up', path: '/' },
    { page: 'set-up', path: link },
  ]);
  await noCookies(p);
});
