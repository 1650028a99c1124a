// What a circle writes can be told about, too: those who are in it answer, and
// nobody outside learns of it. Whom somebody does not want to hear from is
// folded wherever they write. And a group pauses a member together.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { comesIn, count, founds, picks } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const here = '/g/eastfield-tenants';
const path = (who) => new URL(who.page.url()).pathname;

/** Ana, Mina and Ben found a group together, and make the circle Legal. */
async function circleOf(server, t, how) {
  const [ana, mina, ben] = [await person(t, server, how), await person(t, server, how), await person(t, server, how)];
  await founds(ana);
  await comesIn(mina, ana, here, 'Mina');
  await comesIn(ben, ana, here, 'Ben');
  await ana.open(`${here}/circles/new`);
  await ana.type('Name', 'Legal');
  await ana.tap('Start it');
  const circle = path(ana);
  await writes(ana, circle, 'Whoever left the bikes in the hall is a thief.');
  await lets(ana, circle, 'Mina');
  return { ana, mina, ben, circle };
}

async function lets(who, circle, name) {
  await who.open(circle);
  await who.type('Let somebody in, by name', name);
  await who.tap('Let them in');
}

async function writes(who, where, words) {
  await who.open(where);
  await who.type('Write something', words);
  await who.tap('Send it to the circle');
  await who.sees(words);
}

/** Says a question or a worry about a decision. */
async function remarks(who, decision, words) {
  await who.open(decision);
  await who.tap('Ask something, or say what worries you');
  await who.type('Your words', words);
  await who.tap('Say it to the group');
}

async function blocks(who, name) {
  await who.open(`${here}/blocks`);
  await picks(who, 'Whom is it about?', name);
  await who.tap('Do not hear from them');
}

for (const how of ways) {
  test(`A circle looks after what is written in it, ${how.way}`, async (t) => {
    const server = await serve(t);
    const look = async (who, name) => {
      await who.shot(`tell-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp({ ...who, complaints: [], page: who.page });
    };
    const { ana, mina, ben, circle } = await circleOf(server, t, how);

    // Of two, nobody else could answer.
    await mina.open(circle);
    await mina.tap('Tell about this');
    await mina.sees('Nobody else is in this circle who could look at it.');
    await look(mina, '1-alone');

    await lets(ana, circle, 'Ben');
    await mina.open(circle);
    await look(mina, '2-circle');
    count(mina);
    await mina.tap('Tell about this');
    await look(mina, '3-tell');
    await mina.tap('It is not true');
    await mina.tap('Tell those who answer');
    mina.tookAtMost({ taps: 3, fields: 0 });
    await mina.sees('Nobody outside learns of it.');
    await ana.open(`${here}/reports`);
    await ana.doesNotSee('bikes'); // it names her
    await ben.open(`${here}/reports`);
    await ben.sees('Only for the circle Legal.');
    await ben.doesNotSee('Mina');
    await look(ben, '4-answer');
    await ben.type('The reason, as its author will read it', 'Please do not call anybody a thief.');
    await ben.tap('Hide it');
    await ben.sees('Done. The log has a line about it.');
    await look(ben, '5-hidden');
    await mina.open(circle);
    await mina.doesNotSee('bikes');
    await mina.tap('What was done here');
    await mina.sees('Ben hid something. The reason: Please do not call anybody a thief.');
    await look(mina, '6-log');
    await mina.open(`${here}/log`);
    await mina.doesNotSee('Please do not call anybody a thief.');
    await ana.open(circle);
    await ana.sees('Only you see this. Hidden for now. The reason: Please do not call anybody a thief.');
    await look(ana, '7-why');
    await ana.tap('Erase this');
    await ana.doesNotSee('bikes');

    // Ben does not want to hear from Ana: what she writes is folded, for him alone.
    await writes(ana, circle, 'Who left the bikes in the hall?');
    await writes(ana, `${here}/circles/everyone`, 'The hall is full of bikes again.');
    await blocks(ben, 'Ana');
    for (const [where, words] of [[circle, 'Who left the bikes'], [`${here}/circles/everyone`, 'The hall is full']]) {
      await ben.open(where);
      await ben.sees('From someone you do not want to hear from');
      assert.equal(await ben.page.getByText(words).isVisible(), false);
      await ben.tap('From someone you do not want to hear from');
      await ben.sees(words);
      await mina.open(where);
      await mina.sees(words);
      await mina.doesNotSee('From someone you do not want to hear from');
    }
    await look(ben, '8-unfolded');

    // The group pauses Ben together, and folds what Ana says about it, too.
    await ana.open(`${here}/repairs`);
    await ana.tap('Pause a member together');
    await picks(ana, 'Whom is it about?', 'Mina');
    await ana.type('Why?', 'She shouted at the meeting.');
    await look(ana, '9-together');
    await ana.tap('Continue');
    await ana.sees('Pauses Mina for 7 days');
    await look(ana, '10-proposal');
    await ana.tap('Put it to the group');
    const decision = path(ana);
    await remarks(ana, decision, 'Are seven days enough?');
    await mina.open(decision);
    assert.equal(await mina.page.getByRole('button', { name: 'I agree' }).count(), 0); // it is about her
    await ben.open(decision);
    assert.equal(await ben.page.getByText('Are seven days enough?').isVisible(), false);
    await look(ben, '11-remark');
    await ben.tap('Let us decide');
    for (const who of [ana, ben]) {
      await who.open(decision);
      await who.tap('I agree');
    }
    await mina.open(`${here}/reports/mine`);
    await mina.sees('Your part here is paused.');
    await mina.sees('She shouted at the meeting.');
  });
}

test('What is told of a circle can be read in Korean and in Arabic, in the dark', async (t) => {
  const server = await serve(t);
  const { ana, mina, ben, circle } = await circleOf(server, t, { dark: true });
  await mina.open(circle);
  await mina.tap('Tell about this');
  const report = path(mina);
  const see = async (who, name, where) => {
    for (const language of ['ko', 'ar']) {
      await who.context.setExtraHTTPHeaders({ 'Accept-Language': language });
      await who.open(`/${language}${where}`);
      await who.shot(`tell-${language}-${name}`);
      await holdsUp({ ...who, complaints: [], page: who.page });
    }
    await who.context.setExtraHTTPHeaders({ 'Accept-Language': 'en' });
  };
  await see(mina, 'alone', report);
  await lets(ana, circle, 'Ben');
  await see(mina, 'tell', report);
  await mina.open(report);
  await mina.tap('It is not true');
  await mina.tap('Tell those who answer');
  await see(ben, 'answer', `${here}/reports`);
  await ben.open(`${here}/reports`);
  await ben.type('The reason, as its author will read it', 'Please do not call anybody a thief.');
  await ben.tap('Hide it');
  await see(ben, 'hidden', `${here}/reports`);
  await see(ana, 'why', circle);
  await see(ana, 'mine', `${here}/reports/mine`);
  await see(mina, 'log', `${circle}/log`);
  await writes(ana, circle, 'Who left the bikes in the hall?');
  await blocks(ben, 'Ana');
  await see(ben, 'folded', circle);
  await see(ben, 'together', `${here}/pauses/new`);
});
