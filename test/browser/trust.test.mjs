// Coming into a group that does not let in whoever has a link: two phones held
// side by side, two codes, two members who have met the person; or questions
// and a yes. And what is open to somebody who is new.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { account, comes, count, founds, invites, knocks } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const here = '/g/eastfield-tenants';

async function opens(who, at, name) {
  await knocks(who, at, name);
  await who.type('What should this group call you?', name);
}
/** What a camera reads from the code on somebody's screen: that picture is a link, and the page says it in eight letters too. */
const code = async (who) => (await who.page.locator('.codebox .code').innerText()).trim();

for (const how of ways) {
  test(`Two who have met somebody let them in, ${how.way}`, async (t) => {
    const server = await serve(t);
    const shot = (name, who) => who.shot(`trust-${name}-${how.way}`);
    const fine = (who) => how.way === 'with JavaScript' && holdsUp({ ...who, complaints: [], page: who.page });
    const ana = await person(t, server, how);
    await founds(ana);
    const first = await invites(ana, here);

    // While it is forming, its members set the rules directly.
    await ana.open('/g/eastfield-tenants/settings');
    await fine(ana);
    await shot('0-settings', ana);
    await ana.tap('Change this');
    await shot('1-rules', ana);
    await fine(ana);
    await ana.tap('By people who met them');
    await ana.tap('Save');
    await ana.sees('Whoever joins must first have met 2 members.');

    // Journey 8, at a group that asks to have met: 2 taps and 1 field, and they wait for a yes.
    const ben = await person(t, server, how);
    await ben.open(first);
    await account(ben, 'Ben');
    await comes(ben, 'What should this group call you?');
    count(ben);
    await shot('2-knock', ben);
    await fine(ben);
    await ben.type('What should this group call you?', 'Ben');
    await ben.tap('I have read this. I ask to come in');
    await ben.sees('You asked to join Eastfield Tenants');
    ben.tookAtMost({ taps: 2, fields: 1 });
    await shot('3-doorstep', ben);
    await fine(ben);
    await ben.sees('1 more member must say that you have met.'); // there is only one

    // Side by side: she takes his code, he takes hers.
    await ana.open('/g/eastfield-tenants');
    await ana.tap('Somebody asks to come in');
    await shot('4-newcomers', ana);
    await fine(ana);
    await ana.tap('Ben');
    await shot('5-meeting', ana);
    await fine(ana);
    await ana.type('The code on their screen', 'aaaa bbbb');
    await ana.tap('Yes, we have met');
    await ana.sees('This is not the code on their screen.');
    await fine(ana);
    count(ana);
    await ana.type('The code on their screen', await code(ben));
    await ana.tap('Yes, we have met');
    ana.tookAtMost({ taps: 1, fields: 1 });
    await ana.sees('Half of it is done.');
    await shot('6-show', ana);
    await fine(ana);
    // His camera read the picture: one tap.
    count(ben);
    await ben.open(`/g/eastfield-tenants/knock?c=${(await code(ana)).replace(' ', '')}`);
    await shot('7-scanned', ben);
    await fine(ben);
    await ben.tap('Yes, we have met');
    await ben.sees('You are in. Welcome.');
    ben.tookAtMost({ taps: 1, fields: 0 });

    // The third makes it active: two must have met her now.
    const mina = await person(t, server, how);
    await opens(mina, await invites(ben, here), 'Mina');
    await mina.tap('I have read this. I ask to come in');
    await mina.sees('2 more members must say that you have met.');
    for (const member of [ana, ben]) {
      await member.open('/g/eastfield-tenants/newcomers');
      await member.tap('Mina');
      await member.type('The code on their screen', await code(mina));
      await member.tap('Yes, we have met');
      await mina.type('The code on their screen', await code(member));
      await mina.tap('Yes, we have met');
    }
    await mina.sees('You are in. Welcome.');

    if (!how.way.startsWith('with J')) return; // what follows is the same in every way

    // The fourth is new, and is told kindly until when.
    const omar = await person(t, server, how);
    await opens(omar, await invites(mina, here), 'Omar');
    await omar.tap('I have read this. I ask to come in');
    for (const member of [ben, mina]) {
      await member.open('/g/eastfield-tenants/newcomers');
      await member.tap('Omar');
      await member.type('The code on their screen', await code(omar));
      await member.tap('Yes, we have met');
      await omar.type('The code on their screen', await code(member));
      await omar.tap('Yes, we have met');
    }
    await omar.sees('You are new here, until');
    for (const open of ['Circles', 'What we promised', 'Talk something over', 'Tell us something is not right']) await omar.sees(open);
    await shot('8-new', omar);
    await fine(omar);
    assert.equal(await omar.page.getByText('Invite someone').count(), 0);
    for (const path of ['invite', 'newcomers', 'settings', 'rules', 'rest', 'waiting', 'log', 'tray', 'import', 'places', 'asks.csv']) {
      const answer = await omar.open(`/g/eastfield-tenants/${path}`);
      assert.equal(answer.status(), 403, path);
      await omar.sees('You are new in this group.');
    }
    await shot('9-later', omar);
    await fine(omar);

    // In an active group its life changes by decision; the page says what closing means.
    await ana.open('/g/eastfield-tenants/rest');
    await shot('10-rest', ana);
    await fine(ana);
    await ana.tap('What closing the group means');
    await shot('11-close', ana);
    await fine(ana);
  });
}

for (const language of ['ko', 'ar']) {
  test(`Coming in by trust can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, { dark: true });
    await founds(ana);
    const first = await invites(ana, here);
    await ana.open('/g/eastfield-tenants/rules');
    await ana.tap('By asking');
    await ana.type(ana.page.getByRole('textbox', { name: 'Your questions' }), 'Which building?');
    await ana.tap('Save');
    const ben = await person(t, server, { dark: true });
    await opens(ben, first, 'Ben');
    await ben.type('Which building?', 'Number four.');
    await ben.open(`/${language}${new URL(first).pathname}`);
    await ben.shot(`trust-${language}-knock`);
    await holdsUp({ ...ben, complaints: [], page: ben.page });
    await ben.open(first);
    await ben.type('What should this group call you?', 'Ben');
    await ben.type('Which building?', 'Number four.');
    await ben.tap('I have read this. I ask to come in');
    await ana.open('/g/eastfield-tenants/newcomers');
    const one = await ana.page.locator('.menu a').first().getAttribute('href');
    for (const [who, name, path] of [[ben, 'doorstep', '/g/eastfield-tenants/knock'], [ana, 'newcomers', '/g/eastfield-tenants/newcomers'], [ana, 'one', one],
      [ana, 'rules', '/g/eastfield-tenants/rules'], [ana, 'settings', '/g/eastfield-tenants/settings'], [ana, 'rest', '/g/eastfield-tenants/rest'], [ana, 'close', '/g/eastfield-tenants/close']]) {
      await who.context.setExtraHTTPHeaders({ 'Accept-Language': language });
      await who.open(`/${language}${path}`);
      await who.shot(`trust-${language}-${name}`);
      await holdsUp({ ...who, complaints: [], page: who.page });
    }
    // "Not now", kindly; and he reads it.
    await ana.context.setExtraHTTPHeaders({ 'Accept-Language': 'en' });
    await ana.open(one);
    await ana.type('Why not now?', 'We are full until May.');
    await ana.tap('Tell them kindly');
    await ana.sees('We tell them kindly.');
    await ben.open(`/${language}/g/eastfield-tenants/knock`);
    await ben.sees('We are full until May.');
    await ben.shot(`trust-${language}-not-now`);
    await holdsUp({ ...ben, complaints: [], page: ben.page });
  });
}
