// A group looks after the space between its members: something is told without
// a name and answered with a reason; somebody is not heard by whoever asks for
// that; and a group parts from a member, who may ask once to look again.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { comesIn, count, founds, picks } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const here = '/g/eastfield-tenants';

/** Asks inside the group, by the same form as its pages. */
async function asksInside(who, text) {
  const form = { step: 'check', kind: 'aid', urgency: 'any', key: randomUUID(), g: 'eastfield-tenants', audience: 'eastfield-tenants', text };
  const answer = await who.context.request.post(new URL('/ask', who.server.address).href, { form });
  assert.equal(answer.status(), 200);
  return /href="([^"]*\/c\/[^"/]+)"/.exec(await answer.text())[1];
}

for (const how of ways) {
  test(`Something is told, somebody is not heard, and a group parts from a member, ${how.way}`, async (t) => {
    const server = await serve(t);
    const look = async (who, name) => {
      await who.shot(`space-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp({ ...who, complaints: [], page: who.page });
    };
    const [ana, ben, mina] = [await person(t, server, how), await person(t, server, how), await person(t, server, how)];
    await founds(ana);
    await comesIn(mina, ana, here, 'Mina');
    await comesIn(ben, ana, here, 'Ben');
    const call = await asksInside(mina, 'Whoever left the bikes in the hall is a thief.');

    // Ben tells it, and nobody reads that it was him.
    await ben.open(call);
    count(ben);
    await ben.tap('Tell us something is not right');
    await look(ben, '1-tell');
    await ben.tap('It is not true');
    await ben.tap('Tell those who answer');
    ben.tookAtMost({ taps: 3, fields: 0 });
    await ben.sees('Those of your group who answer such things will look.');
    await look(ben, '2-told');
    await mina.open(`${here}/reports`);
    await mina.doesNotSee('bikes'); // whoever is named in it does not find it
    await ana.open(`${here}/reports`);
    await ana.sees('bikes');
    await ana.doesNotSee('Ben');
    await look(ana, '3-answer');
    await ana.tap('Ask for a change');
    await ana.sees('Say why');
    await ana.type('The reason, as its author will read it', 'Please leave out the word thief.');
    await ana.tap('Ask for a change');
    await ana.sees('Done. The log has a line about it.');
    await mina.open(`${here}/reports/mine`);
    await mina.sees('Your group asks you to change this.');
    await mina.sees('Please leave out the word thief.');
    await look(mina, '4-mine');
    await ben.open(`${here}/log`);
    await ben.sees('Ana asked for a change. The reason: Please leave out the word thief.');

    // Ben does not want to hear from Mina: what she asks is folded, for him alone.
    await ben.open(`${here}/blocks`);
    await picks(ben, 'Whom is it about?', 'Mina');
    await ben.tap('Do not hear from them');
    await look(ben, '5-blocks');
    await ben.open(here);
    await ben.sees('From someone you do not want to hear from');
    await ben.doesNotSee('Nothing is waiting.');
    assert.equal(await ben.page.getByText('Whoever left the bikes').isVisible(), false);
    await look(ben, '6-folded');
    await ana.open(here);
    await ana.sees('Whoever left the bikes');
    await ana.doesNotSee('From someone you do not want to hear from');

    // The group parts from Mina, by a decision in which she has no say.
    await ana.open(`${here}/removals/new`);
    await picks(ana, 'Whom is it about?', 'Mina');
    const lines = ana.page.getByLabel('Which agreement was broken?');
    const broke = (await lines.locator('option').nth(1).innerText()).trim();
    await picks(ana, 'Which agreement was broken?', broke);
    await look(ana, '7-part');
    await ana.type('What happened?', 'She called a neighbour a thief three times.');
    await ana.tap('Lay it before the group');
    await ana.sees('Part from Mina');
    await look(ana, '8-laid');
    const decision = ana.page.url();
    await mina.open(decision);
    assert.equal(await mina.page.getByRole('button', { name: 'I agree' }).count(), 0);
    await ben.open(decision);
    await ben.tap('Let us decide');
    for (const who of [ana, ben]) {
      await who.open(decision);
      await who.tap('I agree');
    }
    await mina.open(here);
    await mina.doesNotSee('Leave the group');
    await mina.open(`${here}/repairs/appeal`);
    await mina.sees('You are no longer in Eastfield Tenants');
    await mina.sees(broke);
    await look(mina, '9-removed');
    await mina.type('What should they look at again?', 'I said it once, and I was sorry.');
    await mina.tap('Ask them to look again');
    await mina.sees('You asked the group to look again.');
    await look(mina, '10-appealed');

    // Once: and the group decides again.
    await ana.open(`${here}/removals`);
    await ana.sees('I said it once, and I was sorry.');
    await look(ana, '11-appeals');
    await ana.tap('Decide again, together');
    const again = ana.page.url(); // two are left, and nobody has to second it
    for (const who of [ana, ben]) {
      await who.open(again);
      await who.tap('I agree');
    }
    await look(ana, '12-taken-back');
    await mina.open(`${here}/repairs/appeal`);
    await mina.doesNotSee('Ask them to look again');
  });
}
