// Counts the public response times anew, from what anybody can download and nothing else:
//   node scripts/recompute-response-times.mjs response-times.csv response-times.json
// It shares no code with the portal: working time is counted second by second of each day's office hours, and of each case it is
// decided anew what it counts as and whose it is; what the file says of that is compared.
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
const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [columns[at], cell])));

const { hours, daysOff, workedWeekends, untold } = published.calendar;
const secondOfDay = (clock) => Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3, 5)) * 60;
const isOpenDay = (day) => {
  if (daysOff.includes(day)) return false;
  return workedWeekends.includes(day) || ![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());
};
/** Seconds since the start of 1970 in Beijing, whose clock is never set forward or back. */
const beijing = (text) => Date.parse(text) / 1000 + 8 * 3600;
const daySeconds = 86_400;
const promisedSeconds = published.promisedHours * 3600;
const asOf = beijing(published.asOf);

/** The office hours of each day between two moments; `null` for those of a day nobody can tell. */
function* officeHours(from, to) {
  for (let midnight = Math.floor(from / daySeconds) * daySeconds; midnight <= to; midnight += daySeconds) {
    const day = new Date(midnight * 1000).toISOString().slice(0, 10);
    const isTold = !untold.includes(day);
    if (isTold && !isOpenDay(day)) continue;
    for (const span of hours) {
      const opens = Math.max(from, midnight + secondOfDay(span.from));
      const shuts = midnight + secondOfDay(span.to);
      yield { opens, shuts, isTold };
    }
  }
}

/** Null when it cannot be told. */
function workingSeconds(from, to) {
  let seconds = 0;
  for (const { opens, shuts, isTold } of officeHours(from, to)) {
    const worked = Math.min(to, shuts) - opens;
    if (worked > 0 && !isTold) return null;
    seconds += Math.max(0, worked);
  }
  return seconds;
}

/** When the promise was over; null while it is not, or nobody can tell. */
function lapseOf(from) {
  let left = promisedSeconds;
  for (const { opens, shuts, isTold } of officeHours(from, asOf)) {
    if (!isTold) return null;
    if (shuts <= opens) continue;
    if (opens + left <= shuts) return opens + left;
    left -= shuts - opens;
  }
  return null;
}

/** Withdrawn in time and asked again, a case starts with the new word; what was missed before stays so. */
function startOf(row) {
  let from = beijing(row.clock_from);
  for (const again of row.asked_again === '' ? [] : row.asked_again.split(' ')) {
    const [withdrawn, asked] = again.split('/').map(beijing);
    const seconds = workingSeconds(from, withdrawn);
    if (seconds === null || seconds > promisedSeconds) break;
    from = asked;
  }
  return from;
}

function countAnew(row) {
  const from = startOf(row);
  const until = beijing(row.marked_at || row.first_answer_at || row.ended_at || published.asOf);
  const seconds = workingSeconds(from, until);
  const counted = (as) => ({ counted_as: as, working_minutes: '', within_promise: '' });
  // What was over before the days nobody can tell is over; else nobody can tell.
  if (seconds === null && lapseOf(from) === null) return counted('undetermined');
  const isWithin = seconds !== null && seconds <= promisedSeconds;
  if (row.marked_at !== '') return counted(isWithin ? 'spam' : 'spam-late');
  if (row.first_answer_at !== '')
    return {
      counted_as: 'answered',
      working_minutes: seconds === null ? '' : String(Math.floor(seconds / 60)),
      within_promise: isWithin ? 'yes' : 'no',
    };
  if (!isWithin) return counted('overdue');
  return counted(row.ended_at === '' ? 'pending' : 'withdrawn');
}

/** Who had it when the promise was over, or last before the first answer. */
function departmentOf(row) {
  const holders = row.held.split(' ').map((held) => held.split('@'));
  const lapse = lapseOf(startOf(row));
  const held = lapse === null ? holders : holders.filter(([, since]) => beijing(since) <= lapse);
  return (held.at(-1) ?? holders[0])[0];
}

const faults = [];
const counted = rows.map((row) => {
  const anew = { ...row, ...countAnew(row), department: departmentOf(row) };
  for (const [column, cell] of Object.entries(anew))
    if (cell !== row[column]) faults.push(`${row.number}: ${column} is ${cell}, published ${row[column]}`);
  return anew;
});
const dayOf = (one) => one.clock_from.slice(0, 10);
const cases = counted.filter((one) => dayOf(one) >= published.from);

function figures(chosen) {
  const answered = chosen.filter((one) => one.counted_as === 'answered');
  const overdue = chosen.filter((one) => one.counted_as === 'overdue').length;
  const within = answered.filter((one) => one.within_promise === 'yes').length;
  const minutesOf = ({ working_minutes: minutes }) => (minutes === '' ? Infinity : Number(minutes));
  const waits = answered.map(minutesOf).concat(Array(overdue).fill(Infinity));
  waits.sort((one, other) => one - other);
  const middle = (waits[(waits.length - 1) >> 1] + waits[waits.length >> 1]) / 2;
  const isEnough = waits.length >= published.fewestCases;
  return {
    cases: waits.length,
    within,
    late: answered.length - within,
    overdue,
    spamLate: chosen.filter((one) => one.counted_as === 'spam-late').length,
    medianMinutes: isEnough && Number.isFinite(middle) ? middle : null,
    shareWithin: isEnough ? within / waits.length : null,
  };
}

function compare(name, shown, chosen) {
  for (const [key, value] of Object.entries(figures(chosen)))
    if (shown[key] !== value) faults.push(`${name}: ${key} is ${value}, published ${shown[key]}`);
}

function compareCount(name, shown, chosen) {
  if (chosen.length !== shown) faults.push(`${name}: ${chosen.length}, published ${shown}`);
}

compare('total', published.total, cases);
const { yearBefore } = published;
/** `2026-11-23` a year before; the 29th of February is the 28th. */
const aYearBefore = (day) => `${Number(day.slice(0, 4)) - 1}${day.slice(4).replace('-02-29', '-02-28')}`;
const [begin, end] = [aYearBefore(published.from), aYearBefore(published.asOf.slice(0, 10))];
const before = counted.filter((one) => dayOf(one) >= begin && dayOf(one) <= end);
if (yearBefore === null) compareCount('year before', 0, before);
else compare('year before', yearBefore, before);

for (const [list, column] of [
  [published.departments, 'department'],
  [published.parks, 'park'],
])
  for (const shown of list)
    compare(
      shown.code,
      shown,
      cases.filter((one) => one[column] === shown.code),
    );
for (const shown of published.months)
  compare(
    shown.month,
    shown,
    cases.filter((one) => one.clock_from.startsWith(shown.month)),
  );
for (const shown of published.channels)
  compare(
    shown.channel,
    shown,
    cases.filter((one) => one.channel === shown.channel),
  );
for (const [as, count] of Object.entries(published.excluded))
  compareCount(
    as,
    count,
    cases.filter((one) => one.counted_as === (as === 'spamLate' ? 'spam-late' : as)),
  );
for (const { reason, cases: count, late } of published.spamReasons) {
  const marked = cases.filter((one) => one.spam_reason === reason && one.counted_as !== 'undetermined');
  compareCount(reason, count, marked);
  compareCount(
    `${reason}, late`,
    late,
    marked.filter((one) => one.counted_as === 'spam-late'),
  );
}

for (const fault of faults) console.error(fault);
console.log(
  `${counted.length} cases, ${faults.length === 0 ? 'every figure agrees' : `${faults.length} disagree`}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
