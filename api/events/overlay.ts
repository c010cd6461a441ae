import type { City } from '../city/pack.ts';
import type { Sql } from '../db/database.ts';
import { readParcels } from '../parcels/records.ts';
import type { ParcelRecords } from '../parcels/schema.ts';
import { readStandings } from '../parcels/standing.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { EventState } from './fold-rules.ts';

/**
 * 演练图层: what a rehearsal has released so far, as the public will read it on the day it is released, in that order. It begins
 * empty, also of what is public already.
 */
export async function readOverlay(
  sql: Sql,
  { released }: Pick<EventState, 'released'>,
  { city, at }: { city: City; at: Date },
): Promise<ParcelRecords> {
  const codes = [...new Set(released.map(({ code }) => code))];
  const standings = await readStandings(sql, codes, at);
  const shownFrom = (code: string) => {
    const standing = standings.get(code);
    const from = standing?.endedAs === null ? standing.publicFrom : null;
    return from !== null && from > at ? from : at;
  };
  const instants = [...new Set(codes.map((code) => shownFrom(code).getTime()))];
  const read = await Promise.all(
    instants.map((instant) => {
      const asked = codes.filter((code) => shownFrom(code).getTime() === instant);
      return readParcels(sql, asked, { city, at: new Date(instant) });
    }),
  );
  const items = read.flatMap((records) => records.items);
  return {
    items: codes.flatMap((code) => items.find((item) => item.code === code) ?? []),
    gone: read.flatMap(({ gone }) => gone),
    asOf: shanghaiTime(at),
  };
}
