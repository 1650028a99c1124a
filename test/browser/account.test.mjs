// An account: made, left, and opened again; with six words, with a passkey,
// and set up by the first host.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp, noCookies } from './lib/checks.mjs';
import { person } from './lib/person.mjs';
import { bare, serve } from './lib/server.mjs';

/** What the browser is about to send, for whoever looks over its shoulder. */
function overhear(who) {
  const sent = [];
  who.page.on('request', (r) => sent.push(`${r.url()} ${r.postData() ?? ''}`));
  return sent;
}

/** Waits for what comes after the browser has derived its keys. */
const comes = (who, text) => who.page.getByText(text).first().waitFor({ timeout: 20_000 });

const shown = (who, what) => who.page.locator(`[data-show=${what}]`).innerText();

for (const javascript of [true, false]) {
  test(`Six words open an account again, ${javascript ? 'with' : 'without'} JavaScript`, async (t) => {
    const server = await serve(t);
    const sol = await person(t, server, { javascript });
    const sent = overhear(sol);
    const shot = (name, who = sol) => who.shot(`account-${name}${javascript ? '' : '-plain'}`);
    await noCookies(sol);
    await sol.open('/you');
    await shot('1-sign-in');
    if (javascript) await holdsUp({ ...sol, complaints: [], page: sol.page }); // the console tells of the 401
    await sol.tap('Make an account');
    await shot('2-new');
    if (javascript) await holdsUp({ ...sol, complaints: [], page: sol.page });
    await sol.tap('Use six words');
    const words = javascript ? await shown(sol, 'words') : await sol.page.locator('[name=words]').inputValue();
    const code = javascript ? await shown(sol, 'code') : await sol.page.locator('[name=code]').inputValue();
    assert.equal(words.split(' ').length, 6);
    await shot('3-keys');
    await sol.type('What should the board call you?', 'Sol');
    await sol.tap('I have written it down or printed it');
    await sol.tap('Open my account');
    await comes(sol, 'Hello Sol');
    await shot('4-you');
    const [cookie] = await sol.context.cookies();
    assert.deepEqual({ name: cookie.name, secure: cookie.secure, httpOnly: cookie.httpOnly, sameSite: cookie.sameSite, path: cookie.path },
      { name: '__Host-alongside', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
    await sol.tap('Sign out');
    await noCookies(sol);

    const phone = await person(t, server, { javascript });
    const told = overhear(phone);
    await phone.open('/you/keys');
    await phone.type('Your six words, or your printed code', words.toUpperCase());
    await phone.tap(phone.page.locator('main').getByRole('button', { name: 'Sign in' }));
    await comes(phone, 'Printed code');
    await shot('5-keys', phone);
    await phone.open('/you/devices');
    await shot('6-devices', phone);
    if (javascript) {
      await holdsUp({ ...phone, complaints: [], page: phone.page });
      // What opens the account never leaves the browser.
      for (const line of [...sent, ...told]) {
        for (const secret of [...words.split(' ').filter((w) => w.length > 4), code, code.replaceAll('-', '')]) {
          assert.ok(!line.toLowerCase().includes(secret.toLowerCase()), `${secret} was sent: ${line.split(' ')[0]}`);
        }
      }
    }
  });
}

/** A device with a fingerprint reader, as Chromium pretends one. */
async function withPasskeys(who) {
  const cdp = await who.context.newCDPSession(who.page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

test('A passkey opens an account again with one press', async (t) => {
  const server = await serve(t, '$LOCALHOST');
  const mina = await person(t, server);
  await mina.open('/sign-in');
  await withPasskeys(mina);
  await mina.tap('Make an account');
  await mina.tap('Use this phone or computer');
  const code = await shown(mina, 'code');
  await mina.shot('passkey-1-code');
  await mina.type('What should the board call you?', 'Mina');
  await mina.tap('I have written it down or printed it');
  await mina.tap('Open my account');
  await comes(mina, 'Hello Mina');
  await mina.open('/you/keys');
  await comes(mina, 'Passkey');
  await mina.shot('passkey-2-keys');
  await mina.open('/you');
  await mina.tap('Sign out');
  await mina.open('/sign-in');
  await mina.shot('passkey-3-sign-in');
  await mina.tap('Use my passkey');
  await comes(mina, 'Hello Mina');

  // The lost phone: the printed code opens it, and new words are drawn.
  const other = await person(t, server);
  await other.open('/sign-in');
  await other.type('Your six words, or your printed code', code);
  await other.tap(other.page.locator('main').getByRole('button', { name: 'Sign in' }));
  await comes(other, 'Hello Mina');
  await other.open('/you/keys');
  await other.tap('New six words');
  assert.equal((await shown(other, 'words')).split(' ').length, 6);
  await other.shot('passkey-4-new-words');
  await other.tap('I have written it down or printed it');
  await other.tap('Use these from now on');
  await comes(other, 'Six words');
  await other.tap('Remove');
  await other.doesNotSee('Passkey');
});

test('The first host sets the board up from the link in the log: one page, three fields', async (t) => {
  const server = await bare(t);
  const stranger = await person(t, server);
  await stranger.open('/ask');
  await stranger.sees('This board is not set up yet');
  await stranger.shot('setup-1-locked');
  await holdsUp(stranger);
  const host = await person(t, server);
  await host.open(server.setUpLink());
  await host.type('What is the board called?', 'Harbour board');
  await host.type('Where is it?', 'Leeds');
  await host.type('What should people call you?', 'Hana');
  await host.shot('setup-2-form');
  await holdsUp(host);
  await host.tap('Continue');
  await host.shot('setup-3-keys');
  await holdsUp(host);
  await host.tap('Use six words');
  await host.tap('I have written it down or printed it');
  await host.tap('Open my account');
  await comes(host, 'Your board is set up.');
  await host.shot('setup-4-done');
  host.tookAtMost({ taps: 4, fields: 3 });
  await stranger.open('/');
  assert.match(await stranger.page.title(), /Harbour board/);
});
