// Somebody says "I can", and what becomes of it: handed back, handed over, or
// kept by both sides.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { ask, comesBack, say } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

for (const how of ways) {
  const looks = async (p, name) => {
    await p.shot(`promise-${name}-${how.way}`);
    if (how.way === 'with JavaScript') await holdsUp(p);
  };

  test(`One part is answered in 2 taps and 2 fields and handed back in one, ${how.way}`, async (t) => {
    const server = await serve(t);
    const { public: link } = await ask(server, { text: 'Groceries for two', reach: '555 0100', part: ['A bag of rice', 'Two litres of milk'] });
    const sol = await person(t, server, how);
    await sol.open(link);
    await looks(sol, '1-call');
    await sol.tap('I can');
    sol.tookAtMost({ taps: 1, fields: 0 });
    await sol.sees('We hold it for you until');
    await looks(sol, '2-held');
    const other = await person(t, server, how);
    await other.open(link);
    await other.sees('Somebody is answering this now');
    await sol.type('Your name', 'Sol');
    await sol.type('Phone number, chat name, or where to find you', '555 0199');
    await sol.tap('Yes, I do this');
    sol.tookAtMost({ taps: 2, fields: 2 });
    await sol.sees('It is agreed. Thank you.');
    await sol.sees('555 0100');
    await looks(sol, '3-agreed');
    await sol.tap('Open my page');
    await looks(sol, '4-mine');
    sol.taps = 0;
    await sol.tap('Hand it back');
    sol.tookAtMost({ taps: 1, fields: 2 });
    await sol.sees('It is open again.');
    await looks(sol, '5-back');
    await other.open(link);
    assert.equal(await other.page.getByRole('button', { name: 'I can' }).count(), 2);
  });

  test(`Both sides say kept with one tap each, and the record has no name, ${how.way}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'A lift to the clinic', reach: '555 0100', name: 'Mina' });
    const said = await say(server, asked.public, { name: 'Sol', reach: '555 0199' });
    const sol = await person(t, server, how);
    await comesBack(sol, said);
    sol.taps = sol.fields = 0;
    await sol.tap('Yes, kept');
    sol.tookAtMost({ taps: 1, fields: 0 });
    await sol.sees('Thank you for saying so.');
    await looks(sol, '6-one-side');
    const mina = await person(t, server, how);
    await comesBack(mina, asked);
    mina.fields = 0;
    await looks(mina, '7-asker');
    mina.taps = 0;
    await mina.tap('Yes, kept');
    mina.tookAtMost({ taps: 1, fields: 0 });
    await looks(mina, '8-kept');
    await mina.tap('Say what helped');
    await mina.type('What would you tell the next group?', 'Ask the driver to come ten minutes early.');
    await looks(mina, '9-lesson');
    await mina.tap('Put it into the record');
    assert.equal(mina.fields, 1);
    await mina.open(asked.public);
    await mina.sees('It was kept. Both sides say so.');
    assert.equal(await mina.page.locator('.title svg.ring path[d^="M26 4a22"]').count(), 1, 'the ring is not closed');
    await looks(mina, '10-closed');
    await mina.open('/record');
    await mina.sees('A lift to the clinic');
    await mina.sees('Ask the driver to come ten minutes early.');
    await mina.doesNotSee('Mina');
    await looks(mina, '11-record');
  });
}
