// The two sides of a promise write to each other about it: short, between the
// two of them, and gone with the promise.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp, notInLatin } from './lib/checks.mjs';
import { ask, comesBack, count, say } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const path = (who) => new URL(who.page.url()).pathname.replace(/^\/(en|ko|ar)/, '');

for (const how of ways) {
  const looks = async (p, name) => {
    await p.shot(`words-${name}-${how.way}`);
    if (how.way === 'with JavaScript') await holdsUp(p);
  };

  test(`Two guests write to each other about a promise in 2 taps and 1 field, ${how.way}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'A lift to the clinic', reach: '555 0100', name: 'Mina' });
    const said = await say(server, asked.public, { name: 'Sol', reach: '555 0199' });
    const [sol, mina] = [await person(t, server, how), await person(t, server, how)];
    await comesBack(sol, said);
    await looks(sol, '1-mine');
    count(sol);
    await sol.tap('Write to each other');
    await sol.sees('Nobody has written yet.');
    await looks(sol, '2-empty');
    await sol.type('A few words', 'I come at two, in a red van.');
    await sol.tap('Send');
    await sol.sees('Sent.');
    sol.tookAtMost({ taps: 2, fields: 1 });
    await sol.sees('You can write 9 more times.');
    await looks(sol, '3-sent');
    await sol.tap('Send');
    await sol.sees('Write a few words');
    assert.match(await sol.page.title(), /^Error: /);
    sol.complaints = []; // the script sent it first, and the browser noted the answer
    await looks(sol, '4-mistake');

    await comesBack(mina, asked);
    await mina.doesNotSee('red van');
    await looks(mina, '5-told');
    count(mina);
    await mina.tap('The other side of a promise wrote to you.');
    await mina.sees('I come at two, in a red van.');
    await mina.type('A few words', 'Second bell.\n<b>Flat 4</b>, الطابق الثاني');
    await mina.tap('Send');
    await mina.sees('<b>Flat 4</b>, الطابق الثاني');
    mina.tookAtMost({ taps: 2, fields: 1 });
    await looks(mina, '6-both');
    const thread = path(mina);

    const stranger = await person(t, server, how);
    await stranger.open(thread);
    await stranger.doesNotSee('red van');
    await stranger.open(thread.replace(/^\/mine\/[^/]+/, '/you'));
    await stranger.doesNotSee('red van');
    await stranger.open(asked.public);
    await stranger.doesNotSee('red van');

    await sol.tap('Your page');
    await sol.tap('Words about this');
    await sol.sees('Flat 4');
    await sol.page.reload(); // has she written again?
    await sol.sees('Flat 4');
    await sol.tap('Your page');
    for (const who of [sol, mina]) {
      if (who === mina) await mina.tap('Your page');
      await who.tap('Yes, kept');
    }
    await mina.tap('Words about this');
    await mina.sees('Erased on');
    assert.equal(await mina.page.getByRole('button', { name: 'Send' }).count(), 0);
    await looks(mina, '7-kept');
  });

  test(`Whoever has written all their lines is told so, and what they typed stays, ${how.way}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'A lift to the clinic', reach: '555 0100', name: 'Mina' });
    const said = await say(server, asked.public, { name: 'Sol', reach: '555 0199' });
    const sol = await person(t, server, how);
    await comesBack(sol, said);
    await sol.tap('Write to each other');
    const late = await sol.context.newPage(); // the same page, left open
    await late.goto(sol.page.url());
    await late.getByLabel('A few words').waitFor();
    for (let n = 1; n <= 10; n++) {
      await sol.type('A few words', `Line ${n}`);
      await sol.tap('Send');
      await sol.sees(`Line ${n}`);
    }
    await sol.sees('You have no lines left here.');
    await looks(sol, '8-full');
    await late.getByLabel('A few words').fill('One too many');
    await late.getByRole('button', { name: 'Send' }).click();
    await late.getByText('You have no lines left here.').first().waitFor();
    assert.equal(await late.getByLabel('A few words').inputValue(), 'One too many');
    assert.equal(await late.locator('li', { hasText: 'One too many' }).count(), 0, 'it was written all the same');
  });
}

for (const language of ['ko', 'ar']) {
  test(`Words about a promise can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: '123', reach: '555 0100', name: '12' });
    const said = await say(server, asked.public, { name: '34', reach: '555 0199' });
    const sol = await person(t, server, { dark: true });
    await comesBack(sol, said);
    await sol.tap('Write to each other');
    await sol.type('A few words', '14:00');
    await sol.tap('Send');
    await sol.sees('Sent.');
    const at = `${path(sol)}${new URL(sol.page.url()).search}`;
    await sol.context.setExtraHTTPHeaders({ 'Accept-Language': language });
    for (const [name, where] of [['thread', at], ['mine', at.replace(/\/p\/.*\?/, '?')]]) {
      await sol.open(`/${language}${where}`);
      await sol.shot(`words-${language}-${name}`);
      await notInLatin(sol);
      await holdsUp(sol);
    }
  });
}
