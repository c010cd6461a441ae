// Counts the public response times anew, from what anybody can download and nothing else:
//   node scripts/recompute-response-times.mjs response-times.csv response-times.json
// It shares no code with the portal: working time is counted second by second of each day's office hours.
import { readFileSync } from 'node:fs';

const [casesFile, figuresFile] = process.argv.slice(2);
if (casesFile === undefined || figuresFile === undefined) {
  console.error('usage: node scripts/recompute-response-times.mjs response-times.csv response-times.json');
  process.exit(2);
}
const published = JSON.parse(readFileSync(figuresFile, 'utf8'));
const [head, ...lines] = readFileSync(casesFile, 'utf8')
  .replace(/^\uFEFF/, '')
  .trim()
  .split(/\r?\n/);
const columns = head.split(',');
const cases = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [columns[at], cell])));

const { hours, daysOff, workedWeekends } = published.calendar;
const secondOfDay = (clock) => Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3, 5)) * 60;
const isOpenDay = (day) => {
  if (daysOff.includes(day)) return false;
  return workedWeekends.includes(day) || ![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());
};
/** Seconds since the start of 1970 in Beijing, whose clock is never set forward or back. */
const beijing = (text) => Date.parse(text) / 1000 + 8 * 3600;
const daySeconds = 86_400;

function workingMinutes(from, to) {
  let seconds = 0;
  for (let midnight = Math.floor(from / daySeconds) * daySeconds; midnight < to; midnight += daySeconds) {
    if (!isOpenDay(new Date(midnight * 1000).toISOString().slice(0, 10))) continue;
    for (const span of hours) {
      const opens = Math.max(from, midnight + secondOfDay(span.from));
      const shuts = Math.min(to, midnight + secondOfDay(span.to));
      if (shuts > opens) seconds += shuts - opens;
    }
  }
  return { minutes: Math.floor(seconds / 60), isWithin: seconds <= published.promisedHours * 3600 };
}

const faults = [];
for (const one of cases) {
  if (one.counted_as !== 'answered') continue;
  const { minutes, isWithin } = workingMinutes(beijing(one.clock_from), beijing(one.first_answer_at));
  if (String(minutes) !== one.working_minutes || (isWithin ? 'yes' : 'no') !== one.within_promise)
    faults.push(`${one.number}: ${minutes} min, published ${one.working_minutes}`);
}
for (const one of cases) {
  if (one.counted_as !== 'overdue' && one.counted_as !== 'pending') continue;
  const { isWithin } = workingMinutes(beijing(one.clock_from), beijing(published.asOf));
  if (isWithin !== (one.counted_as === 'pending'))
    faults.push(`${one.number}: published as ${one.counted_as}`);
}

function figures(chosen) {
  const answered = chosen.filter((one) => one.counted_as === 'answered');
  const overdue = chosen.filter((one) => one.counted_as === 'overdue').length;
  const within = answered.filter((one) => one.within_promise === 'yes').length;
  const waits = answered.map((one) => Number(one.working_minutes)).concat(Array(overdue).fill(Infinity));
  waits.sort((one, other) => one - other);
  const middle = (waits[(waits.length - 1) >> 1] + waits[waits.length >> 1]) / 2;
  const isEnough = waits.length >= published.fewestCases;
  return {
    cases: waits.length,
    within,
    late: answered.length - within,
    overdue,
    medianMinutes: isEnough && Number.isFinite(middle) ? middle : null,
    shareWithin: isEnough ? within / waits.length : null,
  };
}

function compare(name, shown, chosen) {
  for (const [key, value] of Object.entries(figures(chosen)))
    if (shown[key] !== value) faults.push(`${name}: ${key} is ${value}, published ${shown[key]}`);
}

compare('total', published.total, cases);
for (const shown of published.departments)
  compare(
    shown.code,
    shown,
    cases.filter((one) => one.department === shown.code),
  );
for (const shown of published.parks)
  compare(
    shown.code,
    shown,
    cases.filter((one) => one.park === shown.code),
  );
for (const shown of published.months)
  compare(
    shown.month,
    shown,
    cases.filter((one) => one.clock_from.startsWith(shown.month)),
  );
for (const [as, count] of Object.entries(published.excluded)) {
  const counted = cases.filter((one) => one.counted_as === as).length;
  if (counted !== count) faults.push(`${as}: ${counted}, published ${count}`);
}

for (const fault of faults) console.error(fault);
console.log(
  `${cases.length} cases, ${faults.length === 0 ? 'every figure agrees' : `${faults.length} disagree`}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
