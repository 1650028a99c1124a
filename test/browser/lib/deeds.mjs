// What people do on a board before a journey begins, by the same forms.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

const unescaped = (s) => s?.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&#34;', '"');
const first = (page, pattern) => unescaped(pattern.exec(page)?.[1]);

function form(fields) {
  const all = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) all.append(name, one);
  return all;
}

export const send = (server, path, fields, language = 'en') =>
  fetch(new URL(path, server.local), { method: 'POST', redirect: 'manual', body: form(fields), headers: { 'Accept-Language': language } });

/** Somebody without an account asks (or offers): the call's page, the private link, the code. */
export async function ask(server, fields, where = '/ask') {
  const answer = await send(server, where, { step: 'check', kind: 'aid', urgency: 'any', key: randomUUID(), ...fields });
  const page = await answer.text();
  assert.equal(answer.status, 200, page);
  return {
    public: first(page, /href="([^"]*\/c\/[^"/]+)"/),
    mine: first(page, /href="([^"]*\/mine#[^"]+)"/),
    code: first(page, /class="code"[^>]*><bdi>([^<]+)</),
    slip: first(page, /href="([^"]*\/slip[^"]*)"/),
  };
}

/** Somebody without an account says yes to the first open part: their private link and code. */
export async function say(server, link, { name, reach }) {
  const call = await (await fetch(new URL(link, server.local))).text();
  const part = first(call, /name="part" value="([^"]+)"/);
  const held = await send(server, link, { part, key: randomUUID() });
  assert.equal(held.status, 303, await held.text());
  const place = new URL(held.headers.get('location'), server.local);
  const answer = await send(server, place.pathname, { do: 'send', d: place.searchParams.get('d'), name, reach, key: randomUUID() });
  const page = await answer.text();
  assert.equal(answer.status, 200, page);
  return { mine: first(page, /href="([^"]*\/mine#[^"]+)"/), code: first(page, /class="code"[^>]*><bdi>([^<]+)</) };
}

/**
 * Makes an account by the same forms and comes back to the page that asked for
 * one. The walk through those pages, in each way, is a journey of its own.
 */
export async function account(who, name) {
  const at = who.page.url();
  const post = (fields) => who.context.request.post(new URL('/sign-in/new', who.server.address).href, { form: fields, maxRedirects: 0 });
  const drawn = await (await post({ draw: 'words code' })).text();
  const [words, code] = ['words', 'code'].map((key) => first(drawn, new RegExp(`name="${key}" value="([^"]+)"`)));
  const opened = await post({ words, code, name, noted: 'yes' });
  assert.equal(opened.status(), 303, await opened.text());
  await who.page.goto(at);
}

/** Waits until a page that takes its time says this. */
export const comes = (who, text) => who.page.getByText(text).first().waitFor({ timeout: 20_000 });

/** Begins to count taps and typed fields anew. */
export const count = (who) => Object.assign(who, { taps: 0, fields: 0 });

/** The link on the page. */
export const link = async (who) => (await who.page.locator('.copybox').first().innerText()).trim();

/** A member of the group at this address makes a link into it. */
export async function invites(who, at) {
  await who.open(`${at}/invite`);
  await who.tap('Make a link');
  return link(who);
}

/** Somebody opens such a link, makes an account, and is asked what the group should call them. */
export async function knocks(who, at, name) {
  await who.open(at);
  await account(who, name);
  await comes(who, 'What should this group call you?');
}

/** Chooses from the phone's own list: one tap opens it, one chooses. */
export async function picks(who, label, name) {
  who.taps += 2;
  await who.page.getByLabel(label).selectOption({ label: name });
}

/** Opens one's own page on a new device: by the link where a script reads it, else by the four words. */
export async function comesBack(person, { mine, code }) {
  if (person.javascript) await person.open(mine);
  else {
    await person.open('/code');
    await person.type('Your four words', code);
    await person.tap('Open');
  }
  await person.tap('Yes, that is me');
}

/** Sends a form as somebody would from its page, for what comes before a journey. Answers the page, or where it led. */
export async function posts(who, path, form) {
  const answer = await who.context.request.post(new URL(path, who.server.address).href, { form, maxRedirects: 0 });
  assert.ok(answer.status() < 400, `${path}: ${answer.status()} ${await answer.text()}`);
  return answer.headers().location ?? answer.text();
}

/** Sends the form of a page that says what was read of it. */
export async function saves(who, path, form) {
  const page = await (await who.context.request.get(new URL(path, who.server.address).href)).text();
  return posts(who, path, { ...form, seen: first(page, /name="seen" value="([^"]*)"/) });
}

/** Somebody makes an account and founds a group, by the forms of those pages; they are left where it has begun. The walk through them is a journey of its own. */
export async function founds(who, name = 'Ana', group = 'Eastfield Tenants') {
  await account(who, name);
  await who.open(await foundsToo(who, group));
}

/** Somebody who has an account founds a group. Answers where it is. */
export const foundsToo = (who, group) =>
  posts(who, '/groups/new', { step: 'check', name: group, what: 'Renters in fourteen buildings.', agreements: 'kitchen', key: randomUUID() });

/** Somebody makes an account and comes into the group of a member who makes them a link, likewise. */
export async function comesIn(who, member, at, name) {
  await account(who, name);
  const made = await posts(member, `${at}/invite`, { key: randomUUID() });
  await who.open(await posts(who, first(made, /(\/join\/[\w-]{22})/), { read: 1, you: name }));
}

/** The only one in a group decides what a page of theirs has prepared. */
export async function decides(who, at, prepared, words = { title: 'Let us', text: 'It is time.' }) {
  const sealed = (name) => first(prepared, new RegExp(`name="${name}" value="([^"]*)"`));
  const proposal = { ...words, key: randomUUID() };
  for (const name of ['change', 'data', 'about', 'seal']) proposal[name] = sealed(name);
  const decision = await posts(who, `${at}/decisions/new`, proposal);
  return posts(who, decision.replace(/\?.*/, ''), { do: 'consent', version: 1, key: randomUUID() });
}

/** The only one in a group gives themselves a task of it. */
export async function holds(who, at, scope) {
  const me = first(await (await who.context.request.get(new URL(`${at}/mandates/new`, who.server.address).href)).text(), /name="holders" value="([^"]+)"/);
  await decides(who, at, await posts(who, `${at}/mandates/new`, { scope, words: 'As we said.', holders: me, days: 182 }));
}
