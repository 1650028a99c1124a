// A group signs a text by its own rule, everybody can read it, and another
// group signs it, too. Journey 16.
import test from 'node:test';
import { holdsUp, notInLatin } from './lib/checks.mjs';
import { comesIn, count, decides, founds, foundsToo } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const place = '/g/eastfield-tenants';

for (const how of ways) {
  test(`A group signs by its own rule, and another one signs too, ${how.way}`, async (t) => {
    const server = await serve(t);
    const looks = async (who, name) => {
      await who.shot(`sign-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp({ ...who, complaints: [], page: who.page });
    };
    const ana = await person(t, server, how);
    await founds(ana);
    const mina = await person(t, server, how);
    await comesIn(mina, ana, place, 'Mina');
    await mina.open(`${place}/decisions`);
    await mina.tap('Propose something');
    await mina.tap('Sign a text together');
    await mina.sees('Once you agree, everybody can read it');
    await looks(mina, '1-form');
    await mina.type('In a few words', 'Open letter on the rents');
    await mina.type('The text that the group signs', 'We ask the city to freeze all rents.');
    await mina.tap('Put it to the group');
    await mina.page.waitForURL(/\/decisions\/[0-9a-z]{8,}/); // the form may still be on its way
    const letter = mina.page.url().replace(/\?.*/, '');

    const stranger = await person(t, server, how);
    const nobody = async () => {
      await stranger.open(place);
      await stranger.doesNotSee('What we signed');
    };
    await ana.open(letter);
    await ana.tap('Let us decide');
    for (const who of [mina, ana]) {
      await nobody();
      await who.open(letter);
      count(who);
      await who.tap('I agree');
      who.tookAtMost({ taps: 1, fields: 0 });
    }
    await ana.sees('Your group signs this.');
    await looks(ana, '2-agreed');
    await ana.tap('Read it as everybody can');
    await ana.sees('We ask the city to freeze all rents.');

    await stranger.open(place);
    await stranger.tap('What we signed');
    await looks(stranger, '3-list');
    await stranger.tap('Open letter on the rents');
    await stranger.sees('We ask the city to freeze all rents.');
    await stranger.sees('Eastfield Tenants');
    await looks(stranger, '4-text');
    const text = stranger.page.url();

    // One tap begins it in another group, one tap each decides it there.
    const ben = await person(t, server, how);
    await founds(ben, 'Ben', 'Dock Street');
    await ben.open(text);
    await looks(ben, '5-ask');
    count(ben);
    await ben.tap('Ask Dock Street to sign this, too');
    ben.tookAtMost({ taps: 1, fields: 0 });
    await ben.sees('We ask the city to freeze all rents.');
    await stranger.open(text);
    await stranger.doesNotSee('Dock Street');
    count(ben);
    await ben.tap('I agree');
    ben.tookAtMost({ taps: 1, fields: 0 });
    await stranger.open(text);
    await stranger.sees('Dock Street');
    await looks(stranger, '6-both');

    await ben.open('/g/dock-street/signed');
    await ben.tap('Open letter on the rents');
    await ben.tap('Take our name off');
    await looks(ben, '7-off');
    await ben.tap('Put it to the group');
    await ben.tap('I agree');
    await stranger.open(text);
    await stranger.doesNotSee('Dock Street');
    await stranger.sees('Eastfield Tenants');
  });
}

for (const language of ['ko', 'ar']) {
  test(`What a group signed can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, { dark: true });
    await founds(ana);
    await foundsToo(ana, 'Dock Street');
    const form = await ana.context.request.get(new URL(`${place}/decisions/new?change=sign`, server.address).href);
    const decision = (await decides(ana, place, await form.text(), { title: '123', text: '456' })).replace(/\?.*/, '');
    await ana.context.setExtraHTTPHeaders({ 'Accept-Language': language });
    const text = decision.replace('/decisions/', '/signed/');
    for (const [name, path] of [['list', `${place}/signed`], ['text', text], ['outcome', decision], ['form', `${place}/decisions/new?change=sign`]]) {
      await ana.open(`/${language}${path}`);
      await ana.shot(`sign-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
      await notInLatin(ana, 'Ana', 'Eastfield Tenants', 'Dock Street');
    }
  });
}
