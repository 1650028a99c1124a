// What is one's own stays one's own: followed up from any device, changed,
// handed to a named person, taken back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp, noCookies } from './lib/checks.mjs';
import { ask, comesBack, say } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

for (const how of ways) {
  const looks = async (p, name) => {
    await p.shot(`own-${name}-${how.way}`);
    if (how.way === 'with JavaScript') await holdsUp(p);
  };

  test(`An ask is followed up by its four words, changed and withdrawn, ${how.way}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'A pram for a week', reach: '555 0100', name: 'Mina' });
    const mina = await person(t, server, how);
    await mina.open('/');
    await mina.tap('I have a four-word code');
    await mina.type('Your four words', 'one two three four');
    await mina.tap('Open');
    await mina.sees('These words open no page. Check each word.');
    assert.match(await mina.page.title(), /^Error: /);
    await looks(mina, '1-wrong');
    await mina.type('Your four words', ` ${asked.code.replaceAll(' ', '-').toUpperCase()} `);
    await mina.tap('Open');
    await mina.sees('Are you Mina?');
    await mina.doesNotSee('A pram for a week');
    await looks(mina, '2-are-you');
    await mina.tap('Yes, that is me');
    await mina.sees('A pram for a week');
    await looks(mina, '3-mine');
    await mina.tap('Change it');
    await looks(mina, '4-edit');
    await mina.type('Title', 'A pram for two weeks');
    await mina.tap('Save');
    await mina.sees('A pram for two weeks');
    await mina.tap('Close it or take it back');
    await looks(mina, '5-close');
    await mina.tap('It was taken back.');
    await mina.tap('Close it');
    await mina.open(asked.public);
    await mina.sees('It was taken back.');
    assert.equal(await mina.page.getByRole('button', { name: 'I can' }).count(), 0);
    await mina.open('/');
    await mina.doesNotSee('A pram');
    await noCookies(mina);
  });

  test(`Whoever is not the owner sees the public page, ${how.way}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'A pram for a week', reach: '555 0100', name: 'Mina' });
    const stranger = await person(t, server, how);
    await stranger.open('/code');
    await stranger.type('Your four words', asked.code);
    await stranger.tap('Open');
    await stranger.tap('No, show the public page');
    await stranger.sees('A pram for a week');
    await stranger.doesNotSee('555 0100');
    await stranger.doesNotSee('Mina');
  });

  test(`Everything of one's own is taken back at once, ${how.way}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'A pram for a week', reach: '555 0100', name: 'Mina' });
    const mina = await person(t, server, how);
    await comesBack(mina, asked);
    await mina.tap('Take everything back');
    await looks(mina, '6-erase');
    await mina.tap('Take everything back');
    await mina.sees('Everything of yours is erased');
    await looks(mina, '7-erased');
    await mina.open(asked.public);
    await mina.doesNotSee('A pram for a week');
    await mina.open('/code');
    await mina.type('Your four words', asked.code);
    await mina.tap('Open');
    await mina.sees('These words open no page.');
  });

  test(`A promise is handed to a named person, who takes it over, ${how.way}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'Two heaters', reach: '555 0100' });
    const said = await say(server, asked.public, { name: 'Sol', reach: '555 0199' });
    const sol = await person(t, server, how);
    await comesBack(sol, said);
    await sol.tap('Hand it to someone');
    await looks(sol, '8-hand-over');
    await sol.type('Who takes it over?', 'Ines');
    await sol.tap('Make the link');
    await looks(sol, '9-link');
    const link = /https?:\S+\/handed\/[\w-]+/.exec(await sol.reads())[0];
    const ines = await person(t, server, how);
    await ines.open(link);
    await looks(ines, '10-handed');
    assert.equal(await ines.page.getByLabel('Your name').inputValue(), 'Ines');
    await ines.type('Phone number, chat name, or where to find you', '555 0123');
    await ines.tap('Yes, I take it over');
    ines.tookAtMost({ taps: 1, fields: 1 });
    await ines.sees('555 0100');
    await looks(ines, '11-taken');
    await sol.tap('Your page');
    await sol.sees('Handed to someone else');
    await sol.doesNotSee('555 0100');
    await ines.open(link);
    await ines.sees('This link has ended.');
    const mina = await person(t, server, how);
    await comesBack(mina, asked);
    await mina.sees('555 0123');
    await mina.doesNotSee('555 0199');
    await looks(mina, '12-asker');
  });
}
