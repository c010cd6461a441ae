import { shanghaiDay } from '../calendar/rules.ts';
import type { Tx } from '../db/database.ts';

/** 协议, 项目, and the same of rehearsals (演练). */
export type NumberSeries = 'TZ' | 'XM' | 'YL' | 'YX';

/** The next number of a year in Asia/Shanghai: `TZ-2026-0031` of agreements (协议), `XM-2026-0007` of projects (项目). */
export async function nextNumber(tx: Tx, series: NumberSeries, at: Date): Promise<string> {
  const name = `${series}-${shanghaiDay(at).slice(0, 4)}`;
  const [row] = await tx<{ last: number }[]>`
    insert into running_number (series, last) values (${name}, 1)
    on conflict (series) do update set last = running_number.last + 1
    returning last`;
  if (row === undefined) throw new Error('a number was just given out');
  return `${name}-${String(row.last).padStart(4, '0')}`;
}
