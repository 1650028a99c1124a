// What several journeys do before an action begins.
import { founds, holds, posts, saves } from './deeds.mjs';

export const place = '/g/eastfield-tenants';

/** A day and two hours on the board's wall (UTC in tests): from so many minutes from now on. */
export function soon(minutes = 20, lasts = 120) {
  const at = (m) => new Date(Date.now() + m * 60_000).toISOString();
  return { day: at(minutes).slice(0, 10), from: at(minutes).slice(11, 16), till: at(minutes + lasts).slice(11, 16) };
}

/** Somebody founds a group and takes the tasks to plan and to post word. */
export async function planner(who) {
  await founds(who);
  await holds(who, place, 'plan');
}

/** A walk with three levels that begins soon, planned without a browser. Answers where it is. */
export async function walk(who, { minutes, lasts } = {}) {
  const at = (await posts(who, `${place}/plan`, { template: 'walk', title: 'Walk to the hearing', text: 'We go together.', key: `k${Math.random()}` })).replace(/\/plan\/.*/, '');
  await saves(who, `${at}/plan/time`, { place: 'Canal Square', ...soon(minutes, lasts), zone: 'UTC', again: '' });
  const levels = {};
  for (const [n, meet] of ['By the clock', 'At the banner', 'The side door'].entries()) {
    Object.assign(levels, { [`on.${n + 1}`]: 'yes', [`meet.${n + 1}`]: meet, [`happens.${n + 1}`]: `What may happen at ${meet}.`, [`leave.${n + 1}`]: 'By way A.' });
  }
  await saves(who, `${at}/plan/levels`, levels);
  await saves(who, `${at}/plan/out`, { 'way.0': 'Market Street, to tram 4', 'note.0': 'Ramp on the left', 'way.1': 'Canal steps', 'way.2': 'Bridge Road, to bus 12', legal: '555 0142', homes: '60', facts: 'step_free' });
  await saves(who, `${at}/plan/open`, { audience: 'board' });
  return at;
}
