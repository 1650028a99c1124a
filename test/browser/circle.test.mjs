// A circle: a few members of a group write, ask and answer among themselves,
// and nobody else in the group can tell that they do.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { comesIn, count, founds } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const at = '/g/dock-street';

const path = (who) => new URL(who.page.url()).pathname;
const missing = async (who, where) => assert.equal((await who.open(where)).status(), 404, where);

for (const how of ways) {
  test(`A circle asks and answers among its people, and nobody else can tell, ${how.way}`, async (t) => {
    const server = await serve(t);
    const looks = async (who, name) => {
      await who.shot(`circle-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp({ ...who, complaints: [], page: who.page });
    };
    const ana = await person(t, server, how);
    await founds(ana, 'Ana', 'Dock Street');
    const ben = await person(t, server, how);
    await comesIn(ben, ana, at, 'Ben');
    const mina = await person(t, server, { javascript: false }); // only looks
    await comesIn(mina, ana, at, 'Mina');

    await ana.open(at);
    count(ana);
    await ana.tap('Circles');
    await ana.tap('Start a circle');
    await ana.type('Name', 'Legal');
    await ana.tap('Start it');
    ana.tookAtMost({ taps: 3, fields: 1 });
    const circle = path(ana);
    await ana.type('Let somebody in, by name', 'Ben');
    await ana.tap('Let them in');
    await ana.type('Write something', 'We meet the lawyer on Tuesday.');
    await ana.tap('Send it to the circle');
    await ana.sees('We meet the lawyer on Tuesday.');

    count(ana);
    await ana.tap('Ask or offer here');
    await looks(ana, '1-ask-or-offer');
    await ana.tap('Ask for help');
    await ana.sees('Only the circle Legal in Dock Street');
    await ana.type(ana.page.locator('[name=text]'), 'A lift to the court');
    await ana.tap('Continue');
    await looks(ana, '2-who-can-see');
    await ana.tap('Continue');
    await ana.type(ana.page.locator('[name=reach]'), '555 0142');
    await ana.tap('Continue');
    await ana.sees('Only the circle Legal in Dock Street');
    await looks(ana, '3-check');
    await ana.tap('Send it to them');
    ana.tookAtMost({ taps: 6, fields: 2 });
    await ana.sees('Only those you chose can read it.');

    await ben.open(circle);
    await looks(ben, '4-circle');
    count(ben);
    await ben.tap('A lift to the court');
    await ben.sees('Only this circle reads this.');
    await looks(ben, '5-call');
    const call = path(ben);
    await ben.tap('I can');
    ben.tookAtMost({ taps: 2, fields: 0 });
    await ben.sees('555 0142');

    for (const where of ['', '/circles', '/circles/everyone']) {
      await mina.open(at + where);
      await mina.doesNotSee('A lift to the court');
      await mina.doesNotSee('Legal');
    }
    await mina.open('/search?q=lift');
    await mina.doesNotSee('A lift to the court');
    await missing(mina, circle);
    await missing(mina, call);

    await ana.open(circle);
    await ana.tap('End this circle');
    await looks(ana, '6-end');
    await ana.tap('End this circle');
    await ana.doesNotSee('Legal');
    await missing(ben, circle);
    await missing(ben, call);
    await ben.open('/you');
    await ben.doesNotSee('555 0142');
  });
}

test('A circle can be read in Korean and in Arabic, in the dark', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server, { dark: true });
  await founds(ana, 'Ana', 'Dock Street');
  await ana.open(`${at}/circles/new`);
  await ana.type('Name', 'Legal');
  await ana.tap('Start it');
  const circle = path(ana);
  await ana.tap('Ask or offer here');
  await ana.tap('Ask for help');
  await ana.type(ana.page.locator('[name=text]'), 'A lift to the court');
  for (let i = 0; i < 3; i++) await ana.tap('Continue');
  await ana.tap('Send it to them');
  await ana.open(circle);
  await ana.tap('A lift to the court');
  const call = path(ana);
  for (const language of ['ko', 'ar']) {
    await ana.context.setExtraHTTPHeaders({ 'Accept-Language': language });
    for (const [name, where] of [['circle', circle], ['call', call], ['report', `${call}/report`], ['ask', `/ask?g=dock-street&audience=circle.${circle.split('/').pop()}`]]) {
      await ana.open(`/${language}${where}`);
      await ana.shot(`circle-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
    }
  }
});
