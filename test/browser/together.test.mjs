// What groups do together, and for each other: one promises as a group and
// carries what another asks; what it lets somebody do ends when it says so; and
// somebody whose part is paused reads why, and until when.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { ask, comes, comesIn, count, decides, founds, holds, picks, posts } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const dock = '/g/dock-street';
const field = '/g/eastfield';
const harbour = '/g/harbour';

/** Somebody with an account asks for chairs through their group. */
async function asks(who, text, count) {
  await posts(who, '/ask', { step: 'check', kind: 'aid', urgency: 'any', key: randomUUID(), g: 'eastfield', text, reach: '555 0100', part: text, count });
  await who.open('/you');
  return who.page.getByRole('link', { name: text }).first().getAttribute('href');
}

/** Two groups of one decide that they stand with each other. */
async function stand(ana, ben) {
  await decides(ana, dock, await posts(ana, `${dock}/ties/new`, { with: 'eastfield', share: 'The same owner.', differ: 'They meet by day.' }));
  await ben.open(`${field}/ties`);
  const tie = await ben.page.getByText('Dock Street').first().locator('xpath=ancestor-or-self::a').getAttribute('href');
  await decides(ben, field, await posts(ben, tie, { do: 'agree' }));
  return tie;
}

/** Two groups, and what the first lets Ana do; then others join them. A third group is beside. */
async function neighbourhood(t, how) {
  const server = await serve(t);
  const all = {};
  for (const name of ['ana', 'mina', 'ben', 'cleo', 'stranger']) all[name] = await person(t, server, how);
  const { ana, mina, ben, cleo } = all;
  await founds(ana, 'Ana', 'Dock Street');
  await founds(ben, 'Ben', 'Eastfield');
  await founds(cleo, 'Cleo', 'Harbour');
  for (const scope of ['promise', 'carry']) await holds(ana, dock, scope);
  await stand(ana, ben);
  await comesIn(mina, ana, dock, 'Mina');
  for (const name in all) count(all[name]);
  const looks = async (who, name) => {
    await who.shot(`together-${name}-${how.way}`);
    if (how.way === 'with JavaScript') await holdsUp({ ...who, complaints: [], page: who.page });
  };
  return { ...all, server, looks };
}

for (const how of ways) {
  test(`A group joins a tied group's call in 2 taps, its members take it on, and both remember it, ${how.way}`, async (t) => {
    const { ana, mina, ben, cleo, stranger, looks } = await neighbourhood(t, how);
    const call = await asks(ben, 'Chairs for the meeting', 8);

    // Journey 20: two taps, and how many.
    await ana.open(dock);
    count(ana);
    await ana.tap('Chairs for the meeting');
    await looks(ana, '1-call');
    await ana.type('Chairs for the meeting', '6');
    await ana.tap('We can');
    ana.tookAtMost({ taps: 2, fields: 1 });
    await ana.sees('Done. The group said yes.');
    await looks(ana, '2-promised');
    const promise = new URL(ana.page.url()).pathname;

    // Members are told, and take on some of it.
    await mina.open('/you');
    await mina.tap('Your group promised something.');
    await mina.type('How many do you take on?', '2');
    await mina.tap('I do some of it');
    await mina.sees('2 of 6 taken on.');
    await mina.shot(`together-3-filled-${how.way}`);
    await mina.open('/you');
    await mina.sees('What I do with my groups');
    await mina.sees('2 × Chairs for the meeting');
    await mina.doesNotSee('You have promised nothing');
    await looks(mina, '4-you');

    // Who comes is nobody's business outside.
    await stranger.open(call);
    await stranger.sees('6 × Chairs for the meeting');
    await stranger.sees('2 of 8 still wanted');
    await stranger.doesNotSee('Mina');
    await stranger.shot(`together-5-public-${how.way}`);
    for (const at of [`${dock}/promises`, promise, promise.replace(dock, harbour)]) {
      await cleo.open(at);
      await cleo.doesNotSee('Mina');
      await cleo.doesNotSee('taken on');
    }
    await ben.open(`${field}/promises`);
    await ben.sees('6 × Chairs for the meeting');
    await ben.open(promise.replace(dock, field));
    await ben.sees('2 of 6 taken on.');
    await ben.doesNotSee('Mina');
    await ben.shot(`together-6-asked-${how.way}`);

    // Both sides settle it, and both groups keep it in mind.
    await ana.open(promise);
    await ana.tap('Yes, kept');
    await ana.sees('Thank you for saying so.');
    await ben.open('/you');
    await ben.tap('Yes, kept');
    await ben.sees('Kept');
    for (const [who, at, said] of [[mina, dock, 'We kept it.'], [ben, field, 'Dock Street kept it.']]) {
      await who.open(`${at}/ties`);
      await who.tap('Since');
      await who.sees('Chairs for the meeting');
      await who.sees(said);
      await who.shot(`together-7-memory-${at.slice(3)}-${how.way}`);
    }
  });
}

// Its pages have no script: a finger and the keyboard are two ways.
for (const how of [ways[0], ways[2]]) {
  test(`A group carries another's call until its steward says stop, and a task that was ended carries nothing, ${how.way}`, async (t) => {
    const { ana, mina, ben, stranger, looks } = await neighbourhood(t, how);
    const call = await asks(ben, 'A warm room on Sunday', 1);
    await ana.open(call);
    await ana.tap('Carry it on the page of Dock Street');
    await ana.shot(`together-8-carry-${how.way}`);
    await ana.type("Your group's words beside it", 'They lent us theirs all winter.');
    await ana.tap('Carry it');
    await ana.sees('Carried under a mandate until');
    await ana.sees('Held now by Ana.');
    await looks(ana, '9-carried');
    await stranger.open(dock);
    for (const words of ['We carry this for others', 'A warm room on Sunday', 'They lent us theirs all winter.', 'Carried under a mandate until']) await stranger.sees(words);
    await stranger.doesNotSee('Changed on');

    // The words of the call stay its author's.
    await ana.open(call);
    assert.equal(await ana.page.getByRole('link', { name: 'Change it' }).count(), 0);
    await ana.open(`/you${call}/edit`);
    await ana.sees('We cannot find this page');
    await ben.open('/you');
    await ben.tap('Change it');
    await ben.type('Title', 'A warm room on Saturday');
    await ben.tap('Save');
    await stranger.open(dock);
    await stranger.sees('A warm room on Saturday');
    await stranger.sees('Changed on');
    await stranger.doesNotSee('A warm room on Sunday');
    await looks(stranger, '10-changed');
    await ana.open('/you');
    await ana.tap('A call that your group carries has changed.');
    await ana.sees('Changed on');

    // While Ana writes, the group ends her task. Her next press is refused, and
    // she has her words.
    await ana.type("Your group's words beside it", 'They lent us theirs. Now it is our turn.');
    await mina.open(`${dock}/mandates`);
    await mina.tap('Show what other groups ask');
    await mina.tap('Propose to end it now');
    await mina.type('The proposal', 'We take turns. Somebody else is next.');
    await mina.tap('Put it to the group');
    await comes(mina, 'It opens when one more member wants to decide it, too.');
    const decision = new URL(mina.page.url()).pathname;
    const other = await ana.context.newPage();
    await other.goto(new URL(decision, ana.server.address).href);
    await other.getByRole('button', { name: 'Let us decide' }).click();
    await other.getByRole('button', { name: 'I agree', exact: true }).click();
    await other.waitForLoadState();
    await mina.open(decision);
    await mina.tap('I agree');
    await mina.sees('Agreed');
    await ana.tap('Save');
    await ana.sees('This takes a mandate to carry calls. It may have ended.');
    await ana.sees('They lent us theirs. Now it is our turn.');
    await looks(ana, '11-refused');
    await stranger.open(dock);
    await stranger.sees('They lent us theirs all winter.');
    await ana.open(`${dock}/carried`);
    await ana.tap('A warm room on Saturday');
    await ana.sees('Nobody holds this task now.');
    assert.equal(await ana.page.getByRole('button', { name: 'Save' }).count(), 0);

    // After its day nobody shows it.
    await ben.open('/you');
    await ben.tap('Change it');
    await ben.type('Others may carry it until', '2026-01-01');
    await ben.tap('Save');
    await stranger.open(dock);
    await stranger.doesNotSee('A warm room');
    await stranger.open(call);
    await stranger.sees('A warm room on Saturday');
  });
}

for (const how of [ways[0], ways[1]]) {
  test(`Somebody whose part is paused reads kindly why and until when, and it is lifted, ${how.way}`, async (t) => {
    const server = await serve(t);
    const [ana, mina, ben] = [await person(t, server, how), await person(t, server, how), await person(t, server, how)];
    const looks = async (who, name) => {
      await who.shot(`together-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp({ ...who, complaints: [], page: who.page });
    };
    await founds(ana, 'Ana', 'Dock Street');
    await holds(ana, dock, 'reports');
    await comesIn(mina, ana, dock, 'Mina');
    await comesIn(ben, mina, dock, 'Ben');
    await mina.open(`${dock}/circles/everyone`);
    await mina.type('Write something', 'You are all lazy.');
    await mina.tap('Send it to the circle');
    await mina.sees('You are all lazy.');

    await ana.open(`${dock}/reports`);
    await ana.tap('Pause a member');
    await picks(ana, 'Whom is it about?', 'Mina');
    await ana.type('For how many days', '3');
    await ana.tap('Pause now');
    await ana.sees('Say why');
    await ana.type('The reason, as the person will read it', 'You called us lazy. Let us talk on Friday.');
    await ana.tap('Pause them, too');
    await looks(ana, '12-pause');
    await ana.tap('Pause now');
    await ana.sees('Mina, until');
    await ana.sees('Ben, until');
    await ben.open(dock);
    await ben.tap('What concerns you');
    await ben.sees('No reason about you is written here.');
    await ben.doesNotSee('You called us lazy');

    await mina.type('Write something', 'And one thing more.');
    await mina.tap('Send it to the circle'); // the page was open all the while
    await mina.sees('And one thing more.');
    await mina.shot(`together-13-refused-${how.way}`);
    await mina.open(dock);
    await mina.sees('You are not removed.');
    await mina.tap('What concerns you');
    await mina.sees('Your part here is paused.');
    await mina.sees('Until');
    await mina.sees('You called us lazy. Let us talk on Friday.');
    await looks(mina, '14-why');
    await mina.open(`${dock}/circles/everyone`);
    await mina.doesNotSee('And one thing more.');
    assert.equal(await mina.page.getByRole('button', { name: 'Send it to the circle' }).count(), 0);

    await ana.tap(ana.page.locator('li', { hasText: 'Mina, until' }).getByRole('button', { name: 'End the pause' }));
    await ana.doesNotSee('Mina, until');
    await ana.sees('Ben, until');
    await mina.open(`${dock}/circles/everyone`);
    await mina.type('Write something', 'I am sorry.');
    await mina.tap('Send it to the circle');
    await mina.sees('I am sorry.');
  });
}
