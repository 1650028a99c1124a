// A group speaks for itself: a member who hosts its desk asks in its name, and
// mends what it asked.
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { count, founds, holds } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

/** A group of one, which decides that Ana hosts its desk. */
async function hosts(t, how) {
  const server = await serve(t);
  const ana = await person(t, server, how);
  await founds(ana);
  await ana.open('/g/eastfield-tenants/desk');
  await ana.sees('Nobody holds it now.');
  await ana.tap('Propose one');
  await ana.sees('Keep a desk where people ask');
  await holds(ana, '/g/eastfield-tenants', 'intake');
  await ana.open('/g/eastfield-tenants/desk');
  return { server, ana };
}

for (const how of ways) {
  test(`A group asks in its own name and mends it, ${how.way}`, async (t) => {
    const { server, ana } = await hosts(t, how);
    const looks = async (who, name) => {
      await who.shot(`desk-${name}-${how.way}`);
      if (how.way === 'with JavaScript' && who === ana) await holdsUp({ ...who, complaints: [], page: who.page });
    };
    await ana.sees('The group asks and offers nothing itself now.');
    count(ana);
    await ana.tap('Ask for the group');
    await ana.type('What do you need?', 'Chairs for our meeting');
    for (let page = 0; page < 3; page++) await ana.tap('Continue');
    await ana.sees('In whose name?');
    await looks(ana, '2-whose');
    await ana.tap('Put it on the board');
    ana.tookAtMost({ taps: 5, fields: 1 });
    await ana.sees('We asked');
    await looks(ana, '3-desk');

    const stranger = await person(t, server, how);
    await stranger.open('/');
    await stranger.tap('Chairs for our meeting');
    await stranger.sees('Under a task of the group, until');
    await stranger.doesNotSee('Ana');
    await looks(stranger, '4-public');

    count(ana);
    await ana.tap('Change it');
    await ana.type('Title', 'Eight chairs for our meeting');
    await ana.tap('Save');
    ana.tookAtMost({ taps: 2, fields: 1 });
    await ana.sees('Eight chairs for our meeting');
  });
}

for (const language of ['ko', 'ar']) {
  test(`A group's desk can be read in ${language}, in the dark`, async (t) => {
    const { ana } = await hosts(t, { dark: true });
    await ana.tap('Ask for the group');
    await ana.type('What do you need?', 'Chairs for our meeting');
    for (let page = 0; page < 3; page++) await ana.tap('Continue');
    await ana.tap('Put it on the board');
    await ana.context.setExtraHTTPHeaders({ 'Accept-Language': language });
    await ana.open(`/${language}/g/eastfield-tenants/desk`);
    const one = await ana.page.getByRole('link', { name: 'Chairs for our meeting' }).first().getAttribute('href');
    for (const [name, at] of [['desk', `/${language}/g/eastfield-tenants/desk`], ['call', one]]) {
      await ana.open(at);
      await ana.shot(`desk-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
    }
  });
}
