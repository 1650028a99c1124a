// A group brings the sheet it already has, in four pages, and can undo it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { founds } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const sheet = `Name,Phone,What do you need?,Where,Gender
Rosa,555 0101,Bread and milk,Astoria,f
Rosa,555 0101,bread and MILK,Astoria,f
Teo,555 0102,My van needs a driver on Sundays,Astoria,m
Ines,555 0103,,Astoria,x
`;

for (const how of ways) {
  test(`A sheet is brought in four pages and taken back, ${how.way}`, async (t) => {
    const server = await serve(t);
    const ana = await person(t, server, how);
    const looks = async (name) => {
      await ana.shot(`bring-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp(ana);
    };
    await founds(ana);
    await ana.open('/g/eastfield-tenants');
    await ana.tap('Bring a sheet');
    await ana.sees('Page 1 of 4');
    await looks('1-file');
    await ana.page.locator('input[type=file]').setInputFiles({ name: 'needs.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
    await ana.tap('Continue');
    await ana.sees('Page 2 of 4');
    await ana.sees('We never keep gender or sex.');
    await looks('2-columns');
    await ana.tap('Continue');
    await ana.sees('Page 3 of 4');
    await ana.sees('Nothing has changed yet.');
    await ana.sees('These look alike');
    await ana.sees('This row does not say what is wanted.');
    await looks('3-preview');
    await ana.tap(ana.page.getByRole('button', { name: /^Bring in/ }));
    await ana.page.getByText('It is here').first().waitFor();
    await looks('4-report');
    const reader = await person(t, server, how);
    await reader.open('/');
    await reader.sees('My van needs a driver on Sundays');
    await reader.doesNotSee('555 0102');
    await ana.tap('Undo all of it');
    await ana.page.getByText('Taken back').first().waitFor();
    await looks('5-undone');
    await reader.open('/');
    await reader.doesNotSee('My van needs a driver');
    assert.deepEqual(ana.elsewhere, []);
  });
}
