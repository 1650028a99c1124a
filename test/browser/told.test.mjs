// What one is told, and where: on the page always, by mail when the host
// named a server and the person an address.
import test from 'node:test';
import { holdsUp } from './lib/checks.mjs';
import { person } from './lib/person.mjs';
import { serve } from './lib/server.mjs';

const words = {
  en: ['How we tell you', 'Save', 'Your e-mail address', 'Send me a link to confirm'],
  ko: ['소식을 받는 방법', '저장하기', '이메일 주소', '확인 링크 보내기'],
  ar: ['كيف تصلك الأخبار', 'أحفظ', 'عنوان بريدك الإلكتروني', 'أريد رابطاً للتأكيد'],
};

for (const [language, [how, save, label, ask]] of Object.entries(words)) {
  test(`Somebody chooses how to be told, in ${language}`, async (t) => {
    const server = await serve(t, '--mail-server', '127.0.0.1:1', '--mail-from', 'board@eastfield.example', '--mail-tls', 'none');
    const fields = { step: 'check', text: 'Two warm blankets', key: 'told' };
    const done = await (await fetch(`${server.local}/ask`, { method: 'POST', body: new URLSearchParams(fields) })).text();
    const p = await person(t, server, { language });
    await p.open(/href="(\/mine#[^"]+)"/.exec(done)[1]);
    await p.page.waitForURL(/\/mine\/[^/]+$/);
    await p.page.locator('[name=are]').tap();
    await p.tap(how);
    await p.shot(`told-1-${language}`);
    await holdsUp(p);
    await p.page.locator('[name=from]').fill('22:30');
    await p.tap(save);
    await p.page.locator('[name=from][value="22:30"]').waitFor();
    await p.type(label, 'mina');
    await p.tap(ask);
    await p.page.locator('#problems').waitFor();
    await p.type(p.page.locator('[name=mail]'), 'mina@example.org');
    await p.tap(ask);
    await p.sees('mina@example.org');
    await p.shot(`told-2-${language}`);
    p.complaints.length = 0; // the browser notes the 422 of the address that could not be
    await p.open('/offline');
    await p.shot(`offline-${language}`);
    await holdsUp(p);
  });
}
