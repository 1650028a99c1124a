// A group: begun in four pages with two typed fields, the invitation on the
// screen, and somebody who joins with two taps and one field.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { account, comes, count } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

for (const how of ways) {
  test(`A group begins and grows, ${how.way}`, async (t) => {
    const server = await serve(t);
    const javascript = how.way === 'with JavaScript';
    const ana = await person(t, server, how);
    const shot = (name, who = ana) => who.shot(`group-${name}-${how.way}`);
    const fine = (who) => javascript && holdsUp({ ...who, complaints: [], page: who.page });
    await ana.open('/groups/new');
    await shot('0-account');
    await fine(ana);
    await account(ana, 'Ana');
    await comes(ana, 'What is the group called?');
    count(ana);
    await shot('1-name');
    await fine(ana);
    await ana.type('Name', 'Eastfield Tenants');
    await ana.tap('Continue');
    await shot('2-what');
    await fine(ana);
    await ana.type('One or two sentences', 'Renters in fourteen buildings.');
    await ana.tap('Continue');
    await shot('3-agree');
    await fine(ana);
    await ana.tap('Continue');
    await shot('4-check');
    await fine(ana);
    await ana.tap('Start the group');
    await ana.sees('The group has begun.');
    ana.tookAtMost({ taps: 4, fields: 2 });
    await shot('5-invite');
    await fine(ana);
    const link = (await ana.page.locator('.copybox').first().innerText()).trim();
    assert.match(link, /\/join\/[\w-]{22}$/);

    const mina = await person(t, server, how);
    await mina.open(link);
    await mina.sees('We help each other.');
    await shot('6-join', mina);
    await fine(mina);
    await account(mina, 'Mina');
    await comes(mina, 'What should this group call you?');
    count(mina);
    await shot('7-join-name', mina);
    await mina.type('What should this group call you?', 'Min');
    await mina.tap('I have read this. I join');
    await mina.sees('You are in. Welcome.');
    mina.tookAtMost({ taps: 2, fields: 1 });
    await shot('8-in', mina);
    await fine(mina);

    // Quiet for a while, for oneself alone.
    count(mina);
    await mina.tap('I need a rest');
    await mina.tap('Let me rest');
    await mina.sees('You rest here.');
    mina.tookAtMost({ taps: 2, fields: 0 });
    await mina.tap('I am back');
    await mina.doesNotSee('You rest here.');

    count(mina);
    await mina.tap('Invite someone');
    await mina.tap('Make a link');
    await mina.page.locator('.copybox').first().waitFor();
    mina.tookAtMost({ taps: 2, fields: 0 });
    for (const [name, path] of [['settings', '/settings'], ['places', '/places'], ['log', '/log'], ['leave', '/leave'], ['agreements', '/agreements'], ['waiting', '/waiting']]) {
      await mina.open(`/g/eastfield-tenants${path}`);
      await shot(`9-${name}`, mina);
      await fine(mina);
    }
  });
}

for (const language of ['ko', 'ar']) {
  test(`A group can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server);
    await ana.open('/groups/new');
    await account(ana, 'Ana');
    await comes(ana, 'What is the group called?');
    await ana.type('Name', 'Eastfield Tenants');
    await ana.tap('Continue');
    await ana.type('One or two sentences', 'Renters in fourteen buildings.');
    await ana.tap('Continue');
    await ana.tap('Continue');
    await ana.tap('Start the group');
    const reader = await person(t, server, { language, dark: true });
    for (const [name, path] of [['list', '/groups'], ['page', '/g/eastfield-tenants'], ['agreements', '/g/eastfield-tenants/agreements'], ['new', '/groups/new'], ['board', '/']]) {
      await reader.open(path);
      await reader.shot(`group-${language}-${name}`);
      await holdsUp(reader);
    }
    await ana.context.setExtraHTTPHeaders({ 'Accept-Language': language });
    for (const [name, path] of [['inside', ''], ['invite', '/invite'], ['settings', '/settings'], ['leave', '/leave']]) {
      await ana.open(`/${language}/g/eastfield-tenants${path}`);
      await ana.shot(`group-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
    }
  });
}
