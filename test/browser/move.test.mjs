// A group leaves with everything, another board takes it in, a member comes
// back by a link, and whoever has an old link reads where the group lives now.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { account, founds } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { binary, serve } from './lib/server.mjs';

/** Presses what saves a file, and keeps it. */
async function saves(who, name, as) {
  const coming = who.page.waitForEvent('download');
  await who.page.getByRole('button', { name }).first().click();
  await (await coming).saveAs(as);
  return as;
}

const there = { address: 'https://new.example/g/eastfield' };

for (const how of ways.slice(0, 2)) {
  test(`A group moves to another board, ${how.way}`, async (t) => {
    const [old, fresh] = [await serve(t), await serve(t)];
    const ana = await person(t, old, how);
    const fine = (who) => how.javascript !== false && holdsUp({ ...who, complaints: [], page: who.page });
    await founds(ana);
    await ana.open('/g/eastfield-tenants');
    Object.assign(ana, { taps: 0, fields: 0 });
    await ana.tap('Leave the group');
    await ana.tap('Take everything with us');
    const file = await saves(ana, 'Save everything', path.join(old.folder, 'eastfield.zip'));
    await ana.shot(`move-1-take-${how.way}`);
    await fine(ana);
    ana.tookAtMost({ taps: 2, fields: 0 }); // and the one that saves
    await saves(ana, 'Save the history', path.join(old.folder, 'history.zip'));
    await ana.open('/g/eastfield-tenants/log');
    await ana.sees('Ana saved everything of the group in one file.');

    execFileSync(binary(), ['group', 'import', file, `--data=${path.join(fresh.folder, 'data')}`]);
    const link = execFileSync('unzip', ['-p', file, 'links.csv']).toString().match(/\/back\/[\w-]{22}/)[0];
    const back = await person(t, fresh, how);
    await back.open(link);
    await back.sees('There you are Ana, as before.');
    await back.shot(`move-2-back-${how.way}`);
    await fine(back);
    await account(back, 'Ana Maria');
    await back.tap('This is me. I come back');
    await back.sees('You are back. Welcome.');
    await back.sees('Here you are Ana.');
    await back.shot(`move-3-here-${how.way}`);

    await ana.open('/g/eastfield-tenants/moved');
    await ana.type('The new address', 'javascript:alert(1)');
    await ana.tap('It lives there now');
    await ana.sees('A link looks like this');
    await ana.type('The new address', there.address);
    await ana.tap('It lives there now');
    await ana.shot(`move-4-said-${how.way}`);
    await fine(ana);
    const reader = await person(t, old, how);
    for (const at of ['', '/agreements', '/signed']) {
      await reader.open(`/g/eastfield-tenants${at}`);
      await reader.sees('Eastfield Tenants has moved');
      assert.equal(await reader.page.getByRole('link', { name: 'new.example/g/eastfield' }).getAttribute('href'), there.address);
    }
    await reader.shot(`move-5-gone-${how.way}`);
    await fine(reader);
    await ana.open('/g/eastfield-tenants');
    await ana.sees('The group lives elsewhere now.');
    await ana.open('/you/take');
    await saves(ana, 'Save my things', path.join(old.folder, 'mine.zip'));
    await ana.shot(`move-6-mine-${how.way}`);
    await fine(ana);
  });
}

for (const language of ['ko', 'ar']) {
  test(`Leaving can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, { dark: true });
    await founds(ana);
    for (const [name, at] of [['leave', '/g/eastfield-tenants/leave'], ['take', '/g/eastfield-tenants/leave/take'], ['moved', '/g/eastfield-tenants/moved'], ['mine', '/you/take'], ['erase', '/you/leave']]) {
      await ana.open(`/${language}${at}`);
      await ana.shot(`move-${language}-${name}`);
      await holdsUp({ ...ana, complaints: [], page: ana.page });
    }
  });
}
