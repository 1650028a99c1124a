// People turn up together: a plan with three levels in six pages, a yes with a
// buddy, word while it is on, and home safe. Journeys 10 to 14.
import assert from 'node:assert/strict';
import test from 'node:test';
import { place, planner, soon, walk } from './lib/actions.mjs';
import { holdsUp, notInLatin } from './lib/checks.mjs';
import { count, saves } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

for (const how of ways) {
  test(`A group plans a walk with three levels in six pages, ${how.way}`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, how);
    await planner(ana);
    let pages = 0;
    const looks = async (name) => {
      pages++;
      await ana.shot(`plan-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp({ ...ana, complaints: [], page: ana.page });
    };
    await ana.open(place);
    await ana.tap('Plan an action');
    const began = Date.now();
    await looks('1');
    await ana.tap('A walk together');
    await ana.type('What do you call it?', 'Walk to the hearing');
    await ana.tap('Continue');
    await looks('2-time');
    const { day, from, till } = soon(60);
    await ana.type('Day', day);
    await ana.type(ana.page.getByLabel('From', { exact: true }), from);
    await ana.type(ana.page.getByLabel('Until', { exact: true }), till);
    await ana.tap('Continue');
    await looks('3-levels');
    const meet = (n) => ana.page.locator(`[name="meet.${n}"]`);
    for (const [n, where] of [[1, 'By the clock'], [2, 'At the banner'], [3, 'The side door']]) await ana.type(meet(n), where);
    await ana.tap(ana.page.locator('[name="on.3"]'));
    await ana.tap('Continue');
    await looks('4-roles');
    await ana.sees('Higher risk');
    await ana.tap('Continue');
    await looks('5-out');
    await ana.type(ana.page.locator('[name="way.0"]'), 'Market Street, to tram 4');
    await ana.type('Legal line', '555 0142');
    await ana.tap('Continue');
    await looks('6-open');
    await ana.tap('Open it');
    await ana.sees('It is open. People can come.');
    assert.equal(pages, 6);
    assert.ok(Date.now() - began < 6 * 60_000);
    for (const words of ['Lower risk', 'Some risk', 'Higher risk', 'Market Street, to tram 4', '555 0142']) await ana.sees(words);

    // A stranger reads all of it, and prints the card.
    const stranger = await person(t, server, how);
    await stranger.open(ana.page.url().replace(/\?.*/, ''));
    await stranger.tap('The plan card');
    await stranger.sees('The side door');
    await stranger.sees('Línea legal');
  });
}

for (const how of ways) {
  test(`Somebody comes at a level with a buddy, reads word and is home safe, ${how.way}`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, how);
    await planner(ana);
    const at = await walk(ana);
    const comes = async (name) => {
      const who = await person(t, server, how);
      await who.open(at);
      count(who);
      await who.tap('Lower risk');
      await who.sees('What may happen at By the clock.');
      await who.type('What should people call you?', name);
      await who.tap('Find me a buddy');
      await who.tap('I have read this. Count me in');
      who.tookAtMost({ taps: 3, fields: 1 });
      await who.sees('You are in. Keep this page.');
      return who;
    };
    const [quin, rui] = [await comes('Quin'), await comes('Rui')];
    await quin.shot(`place-1-${how.way}`);
    if (how.way === 'with JavaScript') await holdsUp({ ...quin, complaints: [], page: quin.page });
    await quin.page.reload();
    await quin.sees('would look after you');
    await quin.tap('Yes, we are buddies');
    await rui.page.reload();
    await rui.tap('Yes, we are buddies');
    await rui.sees('You and Quin look after each other.');

    // Journey 12: two presses from the page of the action.
    await ana.open(at);
    count(ana);
    await ana.tap('Word from there');
    await ana.tap('We have set off.');
    ana.tookAtMost({ taps: 2, fields: 0 });
    await ana.sees('It is posted.');
    await ana.shot(`live-1-${how.way}`);
    if (how.javascript === false) await quin.page.reload();
    await quin.sees('We have set off.');

    // Who is at which level is told to nobody.
    await ana.open(at);
    for (const name of ['Quin', 'Rui']) await ana.doesNotSee(name);

    // Journey 14: one press.
    count(quin);
    await quin.tap('I am home safe');
    quin.tookAtMost({ taps: 1, fields: 0 });
    await quin.sees('You are home safe.');
    await rui.page.reload();
    await rui.sees('Quin is home safe.');
    await rui.sees('If we do not hear from you by');
    await rui.shot(`place-2-${how.way}`);
  });
}

for (const how of ways) {
  test(`Two change one page of a plan at once, and nobody's words are lost, ${how.way}`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, how);
    await planner(ana);
    const at = await walk(ana);
    await ana.open(`${at}/plan/out`);
    await ana.type('What to bring', 'A warm layer');
    await saves(ana, `${at}/plan/out`, { 'way.0': 'Bridge Road, to bus 12', homes: '120', facts: 'seats', bring: 'Water', drawing: '{"points":[{"x":40,"y":140,"name":"A"}]}' });
    await ana.tap('Save');
    await ana.sees('This page has changed since you opened it. We kept what you typed.');
    await ana.sees('It now says: Bridge Road, to bus 12');
    await ana.sees('It now says: Water');
    await ana.shot(`plan-meanwhile-${how.way}`);
    if (how.way === 'with JavaScript') await holdsUp({ ...ana, complaints: [], page: ana.page });
    await ana.tap('Save');
    await ana.sees('It is saved.');
    await ana.open(at);
    await ana.sees('A warm layer');
  });
}

test('What is word, and who looks after whom, is in the reader\'s language', async (t) => {
  const server = await serve(t);
  const ana = await person(t, server);
  await planner(ana);
  const at = await walk(ana);
  const mina = await person(t, server, { language: 'ko' });
  await mina.open(at);
  await mina.tap('위험 중간');
  await notInLatin(mina, 'At the banner', 'What may happen at', 'By way A', 'Eastfield Tenants', 'Eastfield board', 'Walk to the hearing');
  await mina.type('뭐라고 부르면 될까요?', '미나');
  await mina.tap('읽었어요. 저도 갈게요');
  await mina.shot('place-ko');
  await holdsUp({ ...mina, complaints: [], page: mina.page });
  await ana.open(`${at}/live`);
  await ana.tap('Go to the nearest way out, calmly.');
  await mina.sees('가까운 출구로 차분히 가세요.');
  const noor = await person(t, server, { language: 'ar', dark: true });
  await noor.open(`${at}/live`);
  await noor.sees('توجّه بهدوء إلى أقرب مخرج.');
  await noor.shot('live-ar');
  await holdsUp({ ...noor, complaints: [], page: noor.page });
});
