// The message of a call, ready to be passed on: its steward writes it, anybody
// copies it, and whoever carries the call reads what changed and after which day
// it is not to be used.
import assert from 'node:assert/strict';
import test from 'node:test';
import { planner, walk } from './lib/actions.mjs';
import { holdsUp } from './lib/checks.mjs';
import { ask, comesBack, count, founds, holds, picks, posts } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const dock = '/g/dock-street';
const inADay = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

for (const how of ways) {
  test(`A steward makes a message kit, others copy it, and who carries the call reads what changed, ${how.way}`, async (t) => {
    const server = await serve(t);
    const looks = async (who, name) => {
      await who.shot(`kit-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp({ ...who, complaints: [], page: who.page });
    };
    const ana = await person(t, server, how);
    await planner(ana);
    const at = await walk(ana);
    await ana.open(at);
    count(ana);
    await ana.tap('Make a message kit');
    await looks(ana, '1-form');
    await ana.type('The words', 'We walk together. Come with us.');
    await ana.type('Please do not say', 'No names.');
    await ana.tap('Save');
    ana.tookAtMost({ taps: 2, fields: 2 });
    await ana.sees('We walk together. Come with us.');
    const kit = new URL(ana.page.url()).pathname;
    assert.equal(kit, '/kits/walk-to-the-hearing');
    await looks(ana, '2-steward');

    // Another group carries the walk: it may, and may not write.
    const bea = await person(t, server, how);
    await founds(bea, 'Bea', 'Dock Street');
    await holds(bea, dock, 'carry');
    await posts(bea, `${dock}/carried`, { call: at.split('/').pop(), words: 'Our friends walk.' });
    await bea.open(`${at}/kit`);
    await bea.sees('We cannot find this page');

    // One more message, for the telephone tree, with an hour that is wrong.
    await ana.open(kit);
    count(ana);
    await ana.tap('Write the message kit');
    await picks(ana, 'Where does it go?', 'Read aloud');
    await picks(ana, 'How long?', 'one line');
    await ana.type('The words', 'We walk at 03:07.');
    await ana.type('Others may carry it until', inADay());
    await ana.tap('Save');
    ana.tookAtMost({ taps: 6, fields: 2 });
    await ana.sees('It says 03:07. The call has another time.');
    await looks(ana, '3-warned');
    count(ana);
    await ana.tap('Change these words Read aloud');
    await ana.type('The words', 'We walk together, in twenty minutes.');
    await ana.tap('Save');
    ana.tookAtMost({ taps: 2, fields: 1 });
    await ana.doesNotSee('another time');
    await ana.sees('We walk together. Come with us.');
    await ana.sees('No names.');

    // Who carries it is told, and reads what changed and until when.
    await bea.open('/you');
    await bea.tap('A call that your group carries has changed.');
    await bea.sees('The words changed on');
    await bea.sees('Not after');
    await looks(bea, '4-carried');
    await bea.tap('Message kit');
    for (const words of ['We walk together. Come with us.', at, 'No names.', 'Do not use this after', 'The words changed on', 'School year to read it']) await bea.sees(words);
    for (const words of ['Write the message kit', 'Change these words', 'another time']) await bea.doesNotSee(words);
    await looks(bea, '5-kit');
    if (how.way === 'with JavaScript') {
      await bea.context.grantPermissions(['clipboard-read', 'clipboard-write']);
      count(bea);
      await bea.tap(bea.page.locator('[data-copy]').first());
      bea.tookAtMost({ taps: 1, fields: 0 });
      await bea.sees('Copied');
      const copied = await bea.page.evaluate(() => navigator.clipboard.readText());
      assert.ok(copied.includes('We walk together. Come with us.') && copied.trim().endsWith(at), copied);
    }
    if (!bea.javascript) {
      assert.equal(await bea.page.locator('[data-copy]:visible').count(), 0, 'a button that does nothing without a script');
      assert.equal(await bea.page.locator('.copybox').first().evaluate((b) => getComputedStyle(b).userSelect), 'all');
    }

    // Called off, it is not to be used; what stands there says so.
    await ana.page.context().request.post(new URL(`${at}/off`, server.address).href, { form: { at: 'all' } });
    await bea.page.reload();
    await bea.sees('Please do not use this any more.');
    await bea.sees('We walk together. Come with us.');
    assert.equal(await bea.page.locator('[data-copy]').count(), 0);
    await looks(bea, '6-over');
  });
}

// Its pages have no script of their own: with one and without are two ways.
for (const how of [ways[0], ways[1]]) {
  test(`Who has no account writes the kit of what they asked, ${how.way}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'A ladder', reach: '555 0100', name: 'Sol' });
    const sol = await person(t, server, how);
    await comesBack(sol, asked);
    count(sol);
    await sol.tap('Make a message kit');
    await sol.type('The words', 'Call 555 010 0142 for the ladder.');
    await sol.tap('Save');
    sol.tookAtMost({ taps: 2, fields: 1 });
    await sol.sees('It seems to hold a phone number.');
    await sol.shot(`kit-7-guest-${how.way}`);
    await sol.type('The words', 'We need a ladder on Sunday.');
    await sol.tap('Save');
    await sol.sees('We need a ladder on Sunday.');
    assert.equal(new URL(sol.page.url()).pathname, '/kits/a-ladder');
    await sol.doesNotSee('555');
  });
}

for (const language of ['es', 'ko', 'ar']) {
  test(`A message kit can be read and written in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, { dark: true });
    await planner(ana);
    const at = await walk(ana);
    await posts(ana, `${at}/kit`, { channel: 'chat', length: 'short', language: 'en', words: '12:34', avoid: '123', picture: '456', contact: '789' });
    await ana.context.setExtraHTTPHeaders({ 'Accept-Language': language });
    for (const [name, path] of [['kit', '/kits/walk-to-the-hearing'], ['form', `${at}/kit`], ['words', `${at}/kit?of=chat-short-en`]]) {
      await ana.open(`/${language}${path}`);
      await ana.shot(`kit-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
    }
  });
}
