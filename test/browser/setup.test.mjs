// The first run: one page of three fields behind the link in the log, new
// keys, and the board is there.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { person, ways } from './lib/person.mjs';
import { bare } from './lib/server.mjs';

for (const how of ways) {
  test(`A board is set up in three fields and its host signed in, ${how.way}`, async (t) => {
    const server = await bare(t);
    const hana = await person(t, server, how);
    const looks = async (name) => {
      await hana.shot(`setup-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp(hana);
    };
    await hana.open('/ask');
    await looks('1-not-yet');
    assert.equal(await hana.page.locator('input:not([type=hidden])').count(), 0, 'a stranger is asked nothing');
    const link = await server.setUpLink();
    await hana.open(link);
    await looks('2-link');
    assert.equal(await hana.page.locator('input:not([type=hidden])').count(), 3);
    for (const [field, words] of [['board', 'Eastfield board'], ['area', 'Astoria, NY'], ['name', 'Hana']]) {
      await hana.type(hana.page.locator(`[name=${field}]:visible`), words);
    }
    await hana.tap('Continue');
    await looks('3-keys');
    await hana.tap('Use six words');
    await hana.page.getByText('I have written it down or printed it').waitFor();
    await looks('4-made');
    await hana.tap('I have written it down or printed it');
    await hana.tap('Open my account');
    await hana.page.waitForURL('**/you**');
    await hana.sees('Hello Hana');
    hana.tookAtMost({ taps: 4, fields: 3 });
    await looks('5-you');
    await hana.open('/');
    await hana.sees('This board is new.');
    await looks('6-board');
    const late = await person(t, server, how);
    await late.open(link);
    assert.equal(await late.page.locator('input:not([type=hidden])').count(), 0, 'the link works once');
  });
}
