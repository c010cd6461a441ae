// Preloaded into a program (`node --import`): its clock stands at the instant that the file `CLOCK_FILE` names, in all its
// threads, until another is written there. Timers run on.
import { openSync, readSync } from 'node:fs';

const file = openSync(process.env.CLOCK_FILE ?? '', 'r');
const bytes = Buffer.alloc(24);
const Time = Date;
let shownMs = NaN;

function shown() {
  const length = readSync(file, bytes, 0, bytes.length, 0);
  const ms = Time.parse(bytes.toString('latin1', 0, length));
  // While another is being written the last one holds.
  if (!Number.isNaN(ms)) shownMs = ms;
  return shownMs;
}

Time.now = shown;
globalThis.Date = new Proxy(Time, {
  construct: (target, values, made) =>
    Reflect.construct(target, values.length === 0 ? [shown()] : values, made),
  apply: () => new Time(shown()).toString(),
});
