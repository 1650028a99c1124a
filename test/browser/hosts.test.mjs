// Who looks after the board asks somebody else, who says yes, and lays it down.
import test from 'node:test';
import { holdsUp, notInLatin } from './lib/checks.mjs';
import { account, link } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

/** The host that set the board up signs in. */
async function hostOf(t, server, how) {
  const hana = await person(t, server, how);
  await hana.open('/sign-in');
  await hana.type('Your six words, or your printed code', server.host.words);
  await hana.tap('Sign in');
  await hana.page.waitForURL('**/you**');
  return hana;
}

for (const how of ways) {
  test(`Somebody else looks after the board, too, ${how.way}`, async (t) => {
    const server = await serve(t);
    const looks = async (who, name) => {
      await who.shot(`hosts-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp({ ...who, complaints: [], page: who.page });
    };
    const hana = await hostOf(t, server, how);
    await hana.open('/care/board');
    await hana.tap('Who looks after the board');
    await hana.sees('1 person looks after the board.');
    await looks(hana, '1-one');
    await hana.tap('Make a link');
    await looks(hana, '2-link');
    const at = await link(hana);

    const bo = await person(t, server, how);
    await bo.open('/you');
    await account(bo, 'Bo');
    await bo.open(at);
    await looks(bo, '3-asked');
    await bo.tap('Yes, I look after it, too');
    await bo.sees('What waits for a look');
    const cy = await person(t, server, how);
    await cy.open('/you');
    await account(cy, 'Cy');
    await cy.open(at);
    await cy.tap('Yes, I look after it, too');
    await cy.sees('This link was used, or is over.');
    await looks(cy, '4-over');

    await hana.open('/care/hosts');
    await hana.sees('2 people look after the board.');
    await hana.tap('Lay it down');
    await looks(hana, '5-sure');
    await hana.doesNotSee('You are the only one.');
    await hana.tap('Lay it down');
    await hana.page.waitForURL('**/you**');
    await hana.doesNotSee('Look after the board');
    await bo.open('/care/hosts');
    await bo.tap('Lay it down');
    await bo.sees('You are the only one.');
  });
}

for (const language of ['ko', 'ar']) {
  test(`Who looks after the board can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const hana = await hostOf(t, server, { dark: true });
    await hana.context.setExtraHTTPHeaders({ 'Accept-Language': language });
    for (const [name, path] of [['hosts', '/care/hosts'], ['asked', '/host?7k2p9m3q7k2p97k2p9m3q7']]) {
      await hana.open(`/${language}${path}`);
      await hana.shot(`hosts-${language}-${name}`);
      await holdsUp({ ...hana, complaints: [], page: hana.page });
      await notInLatin(hana, 'Hana');
    }
  });
}
