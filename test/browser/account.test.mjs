// An account: a passkey, or six words, and always a printed code. Nobody can
// send anything to get back in, so each of them must.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp, noCookies } from './lib/checks.mjs';
import { ask } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const shown = async (p, nth) => (await p.page.locator('.code:visible').nth(nth).innerText()).trim();

/** Makes an account by words and code, and answers both. */
async function makes(p, name) {
  await p.open('/sign-in');
  await noCookies(p);
  await p.tap('Make an account');
  await p.tap('Use six words');
  const words = await shown(p, 0);
  const code = await shown(p, 1);
  await p.type('What should the board call you?', name);
  await p.tap('I have written it down or printed it');
  await p.tap('Open my account');
  await p.sees(`Hello ${name}`);
  return { words, code };
}

async function signsIn(p, typed) {
  await p.open('/sign-in');
  await p.type('Your six words, or your printed code', typed);
  await p.tap('Sign in');
}

for (const how of ways) {
  const looks = async (p, name) => {
    await p.shot(`account-${name}-${how.way}`);
    if (how.way === 'with JavaScript') await holdsUp(p);
  };

  test(`An account opens with six words, and with the printed code on a new phone, ${how.way}`, async (t) => {
    const server = await serve(t);
    const sol = await person(t, server, how);
    const { words, code } = await makes(sol, 'Sol');
    assert.equal(words.split(/\s+/).length, 6);
    assert.match(code, /^(\w{5}-){4}\w{6}$/);
    await looks(sol, '1-you');
    const sent = server.said();
    for (const secret of [words, code]) assert.ok(!sent.includes(secret));

    const wrong = await person(t, server, how);
    await signsIn(wrong, 'river lamp seven boat garden stone');
    assert.equal(await wrong.page.getByRole('heading', { name: /^Hello/ }).count(), 0);
    await looks(wrong, '2-wrong');

    // The phone is lost: the code opens the account, and the other sign-in ends.
    const again = await person(t, server, how);
    await again.open('/sign-in');
    await again.tap('I lost my phone or my words');
    await looks(again, '3-lost');
    await signsIn(again, code.toLowerCase().replaceAll('-', ' '));
    await again.sees('Hello Sol');
    await again.tap('Where I am signed in');
    await looks(again, '4-devices');
    await again.tap('End all but this one');
    await again.sees('Ended.');
    await sol.open('/you');
    await sol.sees('Please sign in first.');
    await signsIn(sol, words.toUpperCase());
    await sol.sees('Hello Sol');
    await sol.tap('Sign out');
    await noCookies(sol);
  });

  test(`Signed in, a part is answered in 1 tap and undone in one, ${how.way}`, async (t) => {
    const server = await serve(t);
    const asked = await ask(server, { text: 'A lift to the clinic', reach: '555 0100' });
    const sol = await person(t, server, how);
    await makes(sol, 'Sol');
    await sol.open(asked.public);
    await looks(sol, '5-call');
    sol.taps = sol.fields = 0;
    await sol.tap('I can');
    await sol.sees('Done. You said yes.');
    await sol.sees('555 0100');
    sol.tookAtMost({ taps: 1, fields: 0 });
    await looks(sol, '6-answered');
    await sol.tap('Undo');
    await sol.sees('Handed back.');
    sol.tookAtMost({ taps: 2, fields: 0 });
    await sol.open(asked.public);
    assert.equal(await sol.page.getByRole('button', { name: 'I can' }).count(), 1);
  });
}

test('An account opens with a passkey', async (t) => {
  const server = await serve(t, '$LOCALHOST');
  const sol = await person(t, server);
  const cdp = await sol.context.newCDPSession(sol.page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  await sol.open('/sign-in');
  await sol.tap('Make an account');
  await sol.shot('passkey-1-new');
  await sol.tap('Use this phone or computer');
  await sol.page.locator('[data-made]').waitFor();
  assert.match(await shown(sol, 0), /^(\w{5}-){4}\w{6}$/);
  await sol.shot('passkey-2-code');
  await sol.type('What should the board call you?', 'Sol');
  await sol.tap('I have written it down or printed it');
  await sol.tap('Open my account');
  await sol.page.waitForURL('**/you**');
  await sol.sees('Hello Sol');
  await sol.tap('Sign out');
  await noCookies(sol);
  await sol.open('/sign-in');
  sol.taps = sol.fields = 0;
  await sol.tap('Use my passkey');
  await sol.page.waitForURL('**/you**');
  await sol.sees('Hello Sol');
  sol.tookAtMost({ taps: 1, fields: 0 });
  await sol.open('/you/keys');
  await sol.shot('passkey-3-keys');
});
