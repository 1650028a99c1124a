// Two people talk over what went wrong, with somebody whom both chose, until
// they say yes to the same words. Nobody else can tell that they do.
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { comesIn, count, founds, picks } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const here = '/g/eastfield-tenants';

for (const how of ways) {
  test(`Two talk it over, ${how.way}`, async (t) => {
    const server = await serve(t);
    const javascript = how.way === 'with JavaScript';
    const [ana, mina, sol] = await Promise.all([1, 2, 3].map(() => person(t, server, how)));
    const look = async (who, name) => {
      await who.shot(`repair-${name}-${how.way}`);
      if (javascript) await holdsUp({ ...who, complaints: [], page: who.page });
    };
    await founds(ana);
    await comesIn(mina, ana, here, 'Mina');
    await comesIn(sol, ana, here, 'Sol');

    await ana.open(here);
    count(ana);
    await ana.tap('Talk something over');
    await look(ana, '1-none');
    await ana.tap('Ask someone to talk');
    await look(ana, '2-new');
    await ana.tap('Ask them');
    await ana.sees('Choose someone of this group');
    await look(ana, '3-mistakes');
    count(ana);
    await picks(ana, 'With whom?', 'Mina');
    await ana.type('What would you like to say first?', 'You took the key and said nothing. I stood in the rain.');
    await ana.tap('Ask them');
    await ana.sees('They are told.');
    ana.tookAtMost({ taps: 3, fields: 1 });
    await look(ana, '4-asked');

    count(mina);
    await mina.open('/you');
    await mina.tap('Somebody would like to talk something over with you.');
    await mina.sees('I stood in the rain.');
    await mina.type('Write something', 'I was in a hurry. I am sorry.');
    await mina.tap('Send');
    await mina.sees('Sent.');
    mina.tookAtMost({ taps: 2, fields: 1 });
    await look(mina, '5-answered');

    count(mina);
    await mina.tap('Ask someone to help you both talk');
    await look(mina, '6-help');
    await picks(mina, 'Whom?', 'Sol');
    await mina.tap('Name them');
    await mina.sees('Sol was named to help.');
    mina.tookAtMost({ taps: 4, fields: 0 });
    await sol.open('/you');
    await sol.doesNotSee('talk something over');
    const talk = mina.page.url().split('?')[0];
    await sol.open(talk);
    await sol.doesNotSee('Mina');
    await ana.open(talk);
    await look(ana, '7-named');
    await ana.tap('Yes, ask them');
    await sol.open(talk);
    await sol.sees('Both sides ask you to help them talk.');
    await sol.doesNotSee('rain');
    await look(sol, '8-asked');
    count(sol);
    await sol.tap('Yes, I will help');
    sol.tookAtMost({ taps: 1, fields: 0 });
    await sol.doesNotSee('rain');
    await sol.tap('Set a time to sit together');
    await look(sol, '9-round');
    await sol.type('Day', new Date(Date.now() + 3 * 86400e3).toISOString().slice(0, 10));
    await sol.type('Where', 'The laundry room');
    await sol.tap('Put it down');
    await sol.sees('The laundry room');
    await sol.tap('Write what both could agree to');
    await look(sol, '10-text');
    await sol.type('What we agree', 'The key hangs by the door. Whoever takes it writes it on the board.');
    await sol.tap('Show it to both');
    for (const who of [ana, mina]) {
      count(who);
      await who.open(talk);
      await look(who, '11-text');
      await who.tap('I say yes to it');
      who.tookAtMost({ taps: 1, fields: 0 });
    }
    await mina.sees('Both sides said yes.');
    await look(mina, '12-agreed');
    await ana.open(`${here}/repairs`);
    await look(ana, '13-list');

    count(mina);
    await mina.tap('End the talk');
    await look(mina, '14-end');
    await mina.tap('End the talk');
    await mina.sees('This talk has ended.');
    mina.tookAtMost({ taps: 2, fields: 0 });
    await mina.sees('Sol helped you talk.');
    await mina.doesNotSee('helps you talk');
    await look(mina, '15-ended');
  });
}

for (const language of ['ko', 'ar']) {
  test(`A talk can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, { dark: true });
    const mina = await person(t, server);
    await founds(ana);
    await comesIn(mina, ana, here, 'Mina');
    await ana.open(`${here}/repairs/new`);
    await picks(ana, 'With whom?', 'Mina');
    await ana.type('What would you like to say first?', 'You took the key and said nothing.');
    await ana.tap('Ask them');
    await ana.page.waitForURL(/\/repairs\/[0-9a-z]{8,}/); // the form may still be on its way
    const talk = new URL(ana.page.url()).pathname.replace(/^\/en/, '');
    for (const [name, path] of [['list', `${here}/repairs`], ['new', `${here}/repairs/new`], ['talk', talk], ['help', `${talk}/help`], ['text', `${talk}/text`], ['end', `${talk}/end`]]) {
      await ana.open(`/${language}${path}`);
      await ana.shot(`repair-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
    }
  });
}
