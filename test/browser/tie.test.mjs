// Two groups stand with each other: each decides on the same words, and then
// one answers what the other asks in two taps, from its own page.
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { ask, count, founds } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

/** Says yes to the decision on the page: the only one on the roll decides. */
async function consents(who) {
  await who.tap('I agree');
}

for (const how of ways) {
  test(`Two groups decide to stand with each other, and one joins the other's call in 2 taps, ${how.way}`, async (t) => {
    const server = await serve(t);
    const javascript = how.way === 'with JavaScript';
    const ana = await person(t, server, how);
    await founds(ana, 'Ana', 'Dock Street');
    const ben = await person(t, server, how);
    await founds(ben, 'Ben', 'Eastfield');
    const looks = async (who, name) => {
      await who.shot(`tie-${name}-${how.way}`);
      if (javascript) await holdsUp({ ...who, complaints: [], page: who.page });
    };

    await ana.open('/g/dock-street');
    count(ana);
    await ana.tap('Groups we stand with');
    await looks(ana, '1-none');
    await ana.tap('Stand with another group');
    await looks(ana, '2-new');
    await ana.page.getByLabel('With which group?').selectOption('eastfield');
    await ana.type('What we share', 'The same landlord.');
    await ana.tap('Continue');
    await ana.sees('Both texts are needed.');
    await looks(ana, '3-both');
    await ana.type('What is different', 'They meet by day, we by night.');
    await ana.tap('Continue');
    await ana.sees('What is different: They meet by day, we by night.');
    await looks(ana, '4-propose');
    await ana.tap('Put it to the group');
    await consents(ana);
    await looks(ana, '5-decided');
    await ana.open('/g/dock-street/ties');
    await ana.sees('Eastfield has not said yes to your words yet.');

    await ben.open('/g/eastfield/ties');
    await ben.sees('Dock Street would like to stand with you.');
    await ben.tap('Dock Street');
    await looks(ben, '6-asked');
    await ben.tap('Decide on these words');
    await ben.tap('Put it to the group');
    await consents(ben);
    await ben.open('/g/eastfield/ties');
    await ben.sees('Since');
    await ben.tap('Dock Street');
    await ben.sees('The same landlord.');
    await looks(ben, '7-stands');

    const stranger = await person(t, server, how);
    await stranger.open('/g/eastfield');
    await stranger.sees('Stands with');
    await stranger.sees('Dock Street');
    await stranger.doesNotSee('The same landlord.');
    await looks(stranger, '8-public');

    const call = await ask(server, { g: 'eastfield', text: 'Chairs for the meeting', reach: '555 0100', part: ['Chairs'], count: ['8'] });
    await ana.open('/g/dock-street');
    await ana.sees('From groups we stand with');
    await looks(ana, '9-beside');
    count(ana);
    await ana.tap('Chairs for the meeting');
    await ana.tap('I can');
    ana.tookAtMost({ taps: 2, fields: 0 });
    await ana.sees('Done. You said yes.');
    await ana.tap('Undo');
    await stranger.open(call.public);
    await stranger.sees('8 wanted');

    await ben.open('/g/eastfield/ties');
    await ben.tap('Dock Street');
    await ben.tap('Decide to end it');
    await ben.tap('Put it to the group');
    await consents(ben);
    await stranger.open('/g/eastfield');
    await stranger.doesNotSee('Stands with');
  });
}

for (const language of ['ko', 'ar']) {
  test(`A tie can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, { dark: true });
    await founds(ana, 'Ana', 'Dock Street');
    await founds(await person(t, server), 'Ben', 'Eastfield');
    await ana.context.setExtraHTTPHeaders({ 'Accept-Language': language });
    for (const [name, path] of [['ties', '/ties'], ['new', '/ties/new'], ['carried', '/carried'], ['promises', '/promises']]) {
      await ana.open(`/${language}/g/dock-street${path}`);
      await ana.shot(`tie-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
    }
  });
}
