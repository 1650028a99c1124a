// Deciding together: a proposal, a second who would like to decide it too, what
// each one says, and the outcome. Journey 18.
import test from 'node:test';
import { holdsUp, notInLatin } from './lib/checks.mjs';
import { comesIn, count, founds } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const place = '/g/eastfield-tenants';

/** A group of three, who founded it together. */
async function three(t, server, how) {
  const ana = await person(t, server, how);
  await founds(ana);
  const all = [ana];
  for (const name of ['Mina', 'Ben']) {
    const who = await person(t, server, how);
    await comesIn(who, ana, place, name);
    all.push(who);
  }
  return all;
}

for (const how of ways) {
  test(`A group decides by consent, ${how.way}`, async (t) => {
    const server = await serve(t);
    const shot = (name, who) => who.shot(`decision-${name}-${how.way}`);
    const fine = (who) => how.way === 'with JavaScript' && holdsUp({ ...who, complaints: [], page: who.page });
    const [ana, mina, ben] = await three(t, server, how);
    await ana.open(place);
    count(ana);
    await ana.tap('Decisions');
    await shot('0-none', ana);
    await fine(ana);
    await ana.tap('Propose something');
    await shot('1-menu', ana);
    await fine(ana);
    await ana.tap('An idea');
    await shot('2-form', ana);
    await fine(ana);
    await ana.type('In a few words', 'A shed for our tools');
    await ana.type('The proposal', 'We build a shed by the gate, so that everybody reaches the tools.');
    await ana.tap('Put it to the group');
    ana.tookAtMost({ taps: 4, fields: 2 });
    await ana.sees('It opens when one more member wants to decide it, too.');
    await shot('3-called', ana);
    await fine(ana);

    await mina.open(`${place}/decisions`);
    await mina.tap('A shed for our tools');
    await shot('4-join', mina);
    await fine(mina);
    await mina.tap('Let us decide');
    await mina.sees('Open until');
    await shot('5-open', mina);
    await fine(mina);

    // A concern is said before all, and the text takes it up.
    await mina.tap('Ask something, or say what worries you');
    await mina.tap('A worry');
    await mina.type('Your words', 'Who keeps the key?');
    await mina.tap('Say it to the group');
    await mina.sees('Who keeps the key?');

    // Journey 18: an objection takes two taps and its reason.
    const at = mina.page.url().replace(/\?.*/, '');
    count(mina);
    await mina.tap('I object');
    await mina.tap('Say it');
    await mina.sees('Say why you object');
    await shot('6-reason', mina);
    await fine(mina);
    count(mina);
    await mina.tap('I object');
    await mina.type('Why? What worries you?', 'The gate floods in spring.');
    await mina.tap('Say it');
    mina.tookAtMost({ taps: 2, fields: 1 });
    await mina.sees('You said: I object');
    await shot('7-said', mina);
    await fine(mina);

    await ana.open(at);
    await ana.sees('The gate floods in spring.');
    await ana.tap('Change the text');
    await ana.sees('How you decide stays');
    await ana.sees('By consent: nobody objects');
    await shot('8-edit', ana);
    await fine(ana);
    await ana.type('The proposal', 'We build a shed behind the house. Ana keeps the key.');
    await ana.tap('Who keeps the key?');
    await ana.tap('Save');
    await ana.sees('The text takes this up');
    await ana.doesNotSee('The gate floods in spring.');

    // Everybody is asked again; to agree takes one tap.
    for (const who of [ana, mina, ben]) {
      await who.open(at);
      count(who);
      await who.tap('I agree');
      who.tookAtMost({ taps: 1, fields: 0 });
    }
    await ben.sees('Agreed');
    await ben.sees('3 of 3');
    await shot('9-outcome', ben);
    await fine(ben);
    await ben.open(`${place}/decisions`);
    await shot('9-list', ben);
    await fine(ben);
  });
}

for (const language of ['ko', 'ar']) {
  test(`Decisions can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const [ana, mina] = await three(t, server, { dark: true });
    await ana.open(`${place}/decisions/new?change=idea`);
    await ana.type('In a few words', '123');
    await ana.type('The proposal', '456');
    await ana.tap('Put it to the group');
    await ana.page.waitForURL(/\/decisions\/[0-9a-z]{8,}/); // the form may still be on its way
    const at = new URL(ana.page.url()).pathname;
    await mina.open(at);
    await mina.tap('Let us decide');
    await ana.context.setExtraHTTPHeaders({ 'Accept-Language': language });
    for (const [name, path] of [['open', at], ['edit', `${at}/edit`], ['list', `${place}/decisions`], ['menu', `${place}/decisions/new`], ['form', `${place}/decisions/new?change=idea`]]) {
      await ana.open(`/${language}${path}`);
      await ana.shot(`decision-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
      await notInLatin(ana, 'Ana', 'Eastfield Tenants');
    }
  });
}
