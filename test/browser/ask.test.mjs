// A neighbour without an account asks for what they need, from a phone.
import test from 'node:test';
import { holdsUp, noCookies } from './lib/checks.mjs';
import { person } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

for (const javascript of [true, false]) {
  test(`A neighbour asks in 5 taps and 2 fields, ${javascript ? 'with' : 'without'} JavaScript`, async (t) => {
    const server = await serve(t);
    const mina = await person(t, server, { javascript });
    const shot = (name) => mina.shot(`ask-${name}${javascript ? '' : '-plain'}`);
    await mina.open('/ask');
    await shot('1-what');
    if (javascript) await holdsUp(mina);
    await mina.type('What do you need?', 'Two warm blankets');
    await mina.tap('Continue');
    await shot('2-where');
    if (javascript) await holdsUp(mina);
    await mina.tap('Continue');
    await shot('3-reach');
    if (javascript) await holdsUp(mina);
    await mina.type(mina.page.locator('[name=reach]'), '555 0100');
    await mina.tap('Continue');
    await mina.sees('Two warm blankets');
    await shot('4-check');
    if (javascript) await holdsUp(mina);
    await noCookies(mina);
    await mina.tap('Put it on the board');
    await mina.sees('Your ask is on the board');
    mina.tookAtMost({ taps: 5, fields: 2 });
    await shot('5-done');
    if (javascript) await holdsUp(mina);
  });
}
