// A neighbourhood warns itself: somebody reports, one looks into it, another
// one confirms it, and whoever said yes to that is asked and answers.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';
import { holdsUp, notInLatin } from './lib/checks.mjs';
import { comesIn, count, founds, posts } from './lib/deeds.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const place = '/g/eastfield-tenants';
const unescaped = (s) => s.replaceAll('&#34;', '"').replaceAll('&amp;', '&');

/** Both members of a group give themselves the task to look into alerts. */
async function bothLookIn(ana, mina) {
  const at = new URL(`${place}/mandates/new`, ana.server.address).href;
  const page = await (await ana.context.request.get(at)).text();
  const holders = [...page.matchAll(/name="holders" value="([^"]+)"/g)].map((m) => m[1]);
  const prepared = await (await ana.context.request.post(at, { form: form([['scope', 'verify'], ['words', 'We find out.'], ['days', '180'], ...holders.map((h) => ['holders', h])]) })).text();
  const sealed = (name) => unescaped(new RegExp(`name="${name}" value="([^"]*)"`).exec(prepared)[1]);
  const proposal = { title: 'Who looks into alerts', text: 'Both of us.', key: randomUUID() };
  for (const name of ['change', 'data', 'about', 'seal']) proposal[name] = sealed(name);
  const decision = (await posts(ana, `${place}/decisions/new`, proposal)).replace(/\?.*/, '');
  await posts(mina, decision, { do: 'join', key: randomUUID() });
  for (const who of [ana, mina]) await posts(who, decision, { do: 'consent', version: 1, key: randomUUID() });
}

function form(pairs) {
  const f = new FormData();
  for (const [name, value] of pairs) f.append(name, value);
  return f;
}

/** The page again, until what happens by itself can be read on it. */
async function comes(who, at, text) {
  for (const until = Date.now() + 10_000; ; await new Promise((r) => setTimeout(r, 300))) {
    await who.open(at);
    if ((await who.page.locator('main').innerText()).includes(text)) return;
    assert.ok(Date.now() < until, `never said ${text}`);
  }
}

/** What comes before: a group of four, two of whom look into alerts. */
async function network(t, server, how) {
  const [ana, mina, bo] = await Promise.all([0, 1, 2].map(() => person(t, server, how)));
  await founds(ana);
  await comesIn(mina, ana, place, 'Mina');
  await bothLookIn(ana, mina);
  await comesIn(bo, ana, place, 'Bo');
  await posts(ana, `${place}/alerts/kinds/new`, { name: 'Men at the door', do_lines: 'Come by twos.\nTouch nobody.', enough: 2, hours: 3 });
  return { ana, mina, bo };
}

for (const how of ways) {
  test(`A report is looked into, confirmed by another, and answered in one press, ${how.way}`, async (t) => {
    const server = await serve(t);
    const looks = async (who, name) => {
      await who.shot(`alerts-${name}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp({ ...who, complaints: [], page: who.page });
    };
    const { ana, mina, bo } = await network(t, server, how);
    const dia = await person(t, server, how);
    await comesIn(dia, ana, place, 'Dia'); // is new here

    await ana.open(`${place}/alerts`);
    await ana.tap('What we warn of');
    await looks(ana, '1-kinds');
    await ana.tap('Men at the door');
    await looks(ana, '2-kind');
    await bo.open(`${place}/alerts`);
    await bo.tap('When you want to be asked');
    await looks(bo, '3-mine');
    count(bo);
    await bo.tap('Men at the door');
    await bo.type('From where?', 'Mill Lane');
    for (const label of ['From what hour?', 'Until what hour?']) await bo.page.getByLabel(label).fill('00:00');
    await bo.tap('Ask me then');
    bo.tookAtMost({ taps: 2, fields: 1 });
    await bo.sees('You may be asked now.');
    await looks(bo, '4-mine-on');

    await dia.open(`${place}/alerts`);
    await looks(dia, '5-none');
    count(dia);
    await dia.tap('Report something');
    await looks(dia, '6-report');
    await dia.type('Where, roughly?', 'Mill Lane');
    await dia.type('What do you see?', 'Three men with a crowbar.');
    await dia.tap('Report it');
    dia.tookAtMost({ taps: 2, fields: 2 });
    await dia.sees('Thank you. It is reported.');
    await looks(dia, '7-thanks');
    await bo.open(`${place}/alerts`);
    await bo.sees('Nothing is going on now.');

    await mina.open('/you');
    await mina.tap('Something is reported in your group. Please look into it.');
    await mina.sees('1 of them is new here or from outside.');
    await looks(mina, '8-reported');
    const at = mina.page.url();
    count(mina);
    await mina.tap('I look into it');
    mina.tookAtMost({ taps: 1, fields: 0 });
    await ana.open(at);
    await ana.sees('Mina looks into it.');
    await looks(ana, '9-checked');
    count(ana);
    await ana.tap('It is so. Ask people to come');
    ana.tookAtMost({ taps: 1, fields: 0 });
    await looks(ana, '10-confirmed');

    await comes(bo, '/you', 'could you come?');
    await bo.tap('Your group asks: could you come?');
    await looks(bo, '11-asked');
    count(bo);
    await bo.tap('I can come');
    bo.tookAtMost({ taps: 1, fields: 0 });
    await bo.sees('You said that you can come.');
    await looks(bo, '12-comes');
    await ana.open(at);
    await ana.sees('1 person can come. 2 would be enough.');
    await ana.tap('It is over. Nobody needs to come');
    await looks(ana, '13-over');
    await bo.open('/you');
    await bo.tap('What your group asked you about has changed.');
    await bo.sees('It is over. Nobody needs to come any more.');
    await bo.doesNotSee('I can come');
    await looks(bo, '14-over');
  });
}

for (const language of ['en', 'ko', 'ar']) {
  test(`Alerts can be read in ${language}, in the dark`, async (t) => {
    const server = await serve(t);
    const { ana, bo } = await network(t, server, { dark: true });
    const [kind] = /kinds\/[0-9a-z]{13}/.exec(await (await ana.context.request.get(new URL(`${place}/alerts/kinds`, server.address).href)).text());
    await posts(bo, `${place}/alerts/new`, { kind: kind.slice(6), place: '123', words: '123', key: randomUUID() });
    const list = await (await ana.context.request.get(new URL(`${place}/alerts`, server.address).href)).text();
    const at = /href="(\/g\/[^"]*\/alerts\/[0-9a-z]{13})"/.exec(list)[1];
    await posts(ana, at, { do: 'check', key: randomUUID() });
    const see = async (who, pages) => {
      await who.context.setExtraHTTPHeaders({ 'Accept-Language': language });
      for (const [name, path] of pages) {
        await who.open(`/${language}${path}`);
        await who.shot(`alerts-${language}-${name}`);
        await holdsUp({ ...who, complaints: [], page: who.page });
        if (language !== 'en') await notInLatin(who, 'Ana', 'Mina', 'Eastfield Tenants', 'Men at the door', 'Come by twos.', 'Touch nobody.', 'UTC', 'km');
      }
    };
    await see(ana, [['list', `${place}/alerts`], ['kinds', `${place}/alerts/kinds`], ['doors', `${place}/alerts/doors`], ['checked', at]]);
    await posts(ana, at, { do: 'confirm', words: '456', key: randomUUID() });
    await see(ana, [['confirmed', at]]);
    await see(bo, [['asked', at], ['report', `${place}/alerts/new`], ['mine', `${place}/alerts/mine`], ['list-bo', `${place}/alerts`]]);
  });
}
