// A neighbour without an account asks for what they need, from a phone.
import assert from 'node:assert/strict';
import test from 'node:test';
import { holdsUp, noCookies, notInLatin } from './lib/checks.mjs';
import { person, ways } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

for (const how of ways) {
  test(`A neighbour asks in Korean from the poster in 5 taps and 2 fields, ${how.way}`, async (t) => {
    const server = await serve(t);
    const mina = await person(t, server, how);
    let pages = 0;
    const looks = async () => {
      await notInLatin(mina);
      await mina.shot(`ask-${++pages}-${how.way}`);
      if (how.way === 'with JavaScript') await holdsUp(mina);
    };
    await mina.open('/ko/ask');
    await looks();
    await mina.type('무엇이 필요하세요?', '따뜻한 담요 두 장');
    await mina.tap('계속');
    await looks();
    await mina.tap('계속');
    await looks();
    await mina.type('전화번호, 채팅 이름, 또는 만날 곳과 시간', '555 0100');
    await mina.tap('계속');
    await mina.sees('따뜻한 담요 두 장');
    await looks();
    await noCookies(mina);
    await mina.tap('게시판에 올리기');
    await mina.sees('게시판에 올라갔어요');
    await looks();
    const code = (await mina.page.locator('.code').innerText()).trim();
    assert.match(code, /^\p{Script=Hangul}+( \p{Script=Hangul}+){3}$/u, 'four Korean words');
    mina.tookAtMost({ taps: 5, fields: 2 });
    await mina.tap('게시판에서 보기');
    await mina.sees('따뜻한 담요 두 장');
    await mina.doesNotSee('555 0100');
    await looks();
    await mina.tap('게시판');
    await mina.sees('따뜻한 담요 두 장');
    await looks();
  });

  test(`Somebody types it in for another in 6 taps and 3 fields, ${how.way}`, async (t) => {
    const server = await serve(t);
    const helper = await person(t, server, how);
    await helper.open('/ask');
    await helper.tap('I type this in for somebody else');
    await helper.type('What do they need?', 'Bread for three');
    await helper.tap('Continue');
    await helper.tap('Continue');
    await helper.type(helper.page.locator('[name=reach]'), 'at the clinic desk, mornings');
    await helper.type(helper.page.locator('[name=name]'), 'Rosa');
    await helper.tap('Continue');
    await helper.sees('Read it to them. Do they agree?');
    await helper.shot(`other-4-${how.way}`);
    await helper.tap('They agree. Put it on the board');
    helper.tookAtMost({ taps: 6, fields: 3 });
    const code = (await helper.page.locator('.code').innerText()).trim();
    await helper.shot(`other-5-${how.way}`);
    await helper.tap('Print a slip');
    await helper.sees(code);
    await helper.doesNotSee('Rosa');
    await helper.shot(`other-6-slip-${how.way}`);
    // Their words open their page, on a device of their own.
    const rosa = await person(t, server, how);
    await rosa.open('/mine');
    await rosa.type('Your four words', code.toUpperCase());
    await rosa.tap('Open');
    await rosa.sees('Are you Rosa?');
    await rosa.tap('Yes, that is me');
    await rosa.sees('Bread for three');
  });
}
