// The message of a call, ready to be passed on: its steward writes it, anybody
// copies it, and it says after which day it is not to be used.
import assert from 'node:assert/strict';
import test from 'node:test';
import { planner, walk } from './lib/actions.mjs';
import { holdsUp } from './lib/checks.mjs';
import { count } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

for (const how of ways) {
  test(`A steward makes a message kit and others read it, ${how.way}`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, how);
    await planner(ana);
    const at = await walk(ana);
    await ana.open(at);
    count(ana);
    await ana.tap('Make a message kit');
    await ana.type('The words', 'We walk together. Come with us.');
    await ana.type('Please do not say', 'No names.');
    await ana.tap('Save');
    ana.tookAtMost({ taps: 2, fields: 2 });
    await ana.sees('We walk together. Come with us.');
    const kit = ana.page.url();
    assert.match(kit, /\/kits\/walk-to-the-hearing$/);
    await ana.shot(`kit-${how.way}`);
    if (how.way === 'with JavaScript') await holdsUp({ ...ana, complaints: [], page: ana.page });

    const rui = await person(t, server, how);
    await rui.open(at);
    await rui.tap('Message kit');
    for (const words of ['We walk together. Come with us.', at, 'No names.', 'Do not use this after', 'The words changed on', 'School year to read it']) await rui.sees(words);
    await rui.doesNotSee('Write the message kit');
    if (how.way === 'with JavaScript') {
      await rui.context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await rui.tap(rui.page.locator('[data-copy]'));
      await rui.sees('Copied');
      assert.ok((await rui.page.evaluate(() => navigator.clipboard.readText())).includes('We walk together.'));
    }

    // Called off, it is not to be used; what stands there says so.
    await ana.open(`${at}/plan/time`);
    await ana.page.context().request.post(new URL(`${at}/off`, server.address).href, { form: { at: 'all' } });
    await rui.page.reload();
    await rui.sees('Please do not use this any more.');
    assert.equal(await rui.page.locator('[data-copy]').count(), 0);
  });
}
