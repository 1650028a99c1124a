// A task with an end date: a group gives it by a decision, and its holder hands
// it over in three taps.
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { comesIn, founds } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

/** A group of two, and a decision of both that gives Ana a task. */
async function given(t, how) {
  const server = await serve(t);
  const [ana, mina] = [await person(t, server, how), await person(t, server, how)];
  await founds(ana);
  await comesIn(mina, ana, '/g/eastfield-tenants', 'Mina');
  return { server, ana, mina };
}

async function decided(ana, mina, shot = () => {}) {
  await ana.open('/g/eastfield-tenants/mandates');
  await shot('0-none', ana);
  await ana.tap('Propose one');
  await shot('1-new', ana);
  await ana.tap('Continue');
  await ana.sees('Choose what the task is.');
  await shot('2-mistakes', ana);
  await ana.tap('Sign for the group');
  await ana.tap('Ana');
  await ana.type('What is it for?', 'Letters to the owner of the house.');
  await ana.tap('Continue');
  await ana.sees('It gives a task: Sign for the group. For: Half a year.');
  await ana.sees('Held by Ana');
  await shot('3-propose', ana);
  await ana.tap('Put it to the group');
  await ana.page.waitForURL(/\/decisions\/[0-9a-z]{8,}/); // the form may still be on its way
  const decision = new URL(ana.page.url()).pathname;
  await mina.open(decision);
  await mina.tap('Let us decide');
  for (const who of [ana, mina]) {
    await who.open(decision);
    await who.tap('I agree');
  }
  await mina.sees('Agreed');
}

for (const how of ways) {
  test(`A task of a group is given, handed over and laid down, ${how.way}`, async (t) => {
    const { ana, mina } = await given(t, how);
    const fine = (who) => how.way === 'with JavaScript' && holdsUp({ ...who, complaints: [], page: who.page });
    const shot = async (name, who) => {
      await who.shot(`mandate-${name}-${how.way}`);
      await fine(who);
    };
    await decided(ana, mina, shot);
    await ana.open('/g/eastfield-tenants/mandates');
    await shot('4-list', ana);

    ana.taps = mina.taps = 0;
    await ana.tap('Sign for the group');
    await shot('5-holder', ana);
    await ana.tap('Ask Mina');
    await ana.sees('Mina has been asked.');
    await shot('6-asked', ana);
    await mina.open('/you');
    await mina.sees('Somebody asks you to take over a task of your group.');
    const offer = await mina.page.getByText('Somebody asks you to take over').first().getAttribute('href');
    await mina.open(offer);
    await shot('7-offer', mina);
    await mina.tap('Yes, I take it over');
    await mina.sees('Held by Mina');
    ana.taps += mina.taps;
    ana.tookAtMost({ taps: 3, fields: ana.fields });
    await shot('8-taken', mina);

    await mina.type('Note for whoever takes it over', 'The stamp is with Sol.');
    await mina.tap('Save the note');
    await ana.open(offer);
    await ana.doesNotSee('The stamp is with Sol.');
    await ana.sees('Held by Mina');
    await ana.tap('Propose to end it now');
    await ana.sees('It ends a task at once: Sign for the group.');
    await shot('9-recall', ana);
    await mina.open(offer);
    await mina.tap('Lay it down');
    await shot('10-down', mina);
    await mina.tap('Lay it down');
    await mina.sees('You have laid it down.');
    await mina.sees('What has ended');
    await shot('11-ended', mina);
  });
}

for (const language of ['ko', 'ar']) {
  test(`A task of a group can be read in ${language}, in the dark`, async (t) => {
    const { ana, mina } = await given(t, {});
    await decided(ana, mina);
    await ana.page.emulateMedia({ colorScheme: 'dark' });
    for (const [name, path] of [['list', ''], ['new', '/new']]) {
      await ana.open(`/${language}/g/eastfield-tenants/mandates${path}`);
      await ana.shot(`mandate-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
    }
    await ana.open(`/${language}/g/eastfield-tenants/mandates`);
    await ana.page.locator('ul.ic a').first().click();
    await ana.shot(`mandate-${language}-one`);
    await holdsUp({ ...ana, complaints: [], page: ana.page });
  });
}
