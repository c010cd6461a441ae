const shanghaiOffset = '+08:00';
const dayMs = 86_400_000;

/** Day 0 of the serial numbers of spreadsheets (the calendar of 1900, valid from March 1900 on). */
const spreadsheetEpochMs = Date.UTC(1899, 11, 30);

/** 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302, each also with `16:00`, `16:00:00` or `16时30分` behind it. */
const written =
  /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[T ]*(\d{1,2})(?:[:时点](\d{1,2})?(?:[:分](\d{1,2})?)?秒?))?$/;

/** What a person wrote, as parts of the Shanghai calendar. `time` is undefined where only a day stands. */
export type WrittenDate = { day: string; time: string | undefined };

/** A day, perhaps with a time, from text; undefined when it is not a date of the years 1900 to 2199. */
export function readWrittenDate(text: string): WrittenDate | undefined {
  const half = text.normalize('NFKC').trim().replace(/\s+/g, ' ');
  const match = written.exec(half.replace(/ ?([年月日时点分]) ?/g, '$1'));
  if (match === null) return undefined;
  const [, year, longMonth, longDay, shortMonth, shortDay, hour, minute, second] = match;
  const day = calendarDay(Number(year), Number(longMonth ?? shortMonth), Number(longDay ?? shortDay));
  if (day === undefined) return undefined;
  if (hour === undefined) return { day, time: undefined };
  const time = clockTime(Number(hour), Number(minute ?? 0), Number(second ?? 0));
  return time === undefined ? undefined : { day, time };
}

/** A spreadsheet's serial number: whole days since 1899-12-30, the fraction is the time of day. */
export function readSerialDate(serial: number): WrittenDate | undefined {
  if (!(serial >= 61 && serial < 109_574)) return undefined;
  const seconds = Math.round(serial * 86_400);
  const [day = '', rest = ''] = new Date(spreadsheetEpochMs + seconds * 1000).toISOString().split('T');
  const time = rest.slice(0, 8);
  return { day, time: time === '00:00:00' ? undefined : time };
}

/** A `Date` made by a spreadsheet reader: its UTC parts are what the cell showed, in no zone at all. */
export function readCellDate(cell: Date): WrittenDate | undefined {
  return Number.isNaN(cell.getTime())
    ? undefined
    : readSerialDate((cell.getTime() - spreadsheetEpochMs) / dayMs);
}

/** The instant with the offset of Asia/Shanghai, which has had no summer time since 1991. */
export function shanghaiInstant({ day, time }: WrittenDate, timeIfAbsent: string): string {
  return `${day}T${time ?? timeIfAbsent}${shanghaiOffset}`;
}

function calendarDay(year: number, month: number, day: number): string | undefined {
  if (year < 1900 || year > 2199) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.toISOString().slice(0, 10);
}

function clockTime(hour: number, minute: number, second: number): string | undefined {
  // The last minute of a listing is often written 24:00; as an instant it belongs to the same day.
  if (hour === 24 && minute === 0 && second === 0) return '23:59:59';
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
}
