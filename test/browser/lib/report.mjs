// One line of JSON for each journey, for test/run. A suite is no journey.
export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' && !(type === 'test:fail' && data.details.error?.failureType !== 'subtestsFailed')) continue;
    if (data.name.endsWith('.mjs') && type === 'test:pass') continue; // the file itself
    const error = data.details?.error;
    if (error?.failureType === 'subtestsFailed') continue;
    const result = data.skip !== undefined || data.todo !== undefined ? 'skip' : type === 'test:pass' ? 'pass' : 'fail';
    const told = error ? String(error.cause?.stack ?? error.cause ?? error.stack ?? error) : '';
    yield JSON.stringify({ journey: data.name, result, ms: Math.round(data.details?.duration_ms ?? 0), error: told }) + '\n';
  }
}
