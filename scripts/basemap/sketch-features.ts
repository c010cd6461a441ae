import { z } from 'zod';

const Line = z.object({
  kind: z.enum(['river', 'motorway', 'rail']),
  /** Route number on the map (G60), for motorways. */
  ref: z.string().nullable(),
  nameZh: z.string(),
  nameEn: z.string(),
  /** 1 the city's main stem, 2 lesser. */
  rank: z.int().min(1).max(2),
  /** [lon, lat] EPSG:4490 */
  line: z.array(z.tuple([z.number(), z.number()])).min(2),
});
const SketchLines = z.object({ lines: z.array(Line) });

/** Hand-drawn rivers, motorways and railways as features; curves are softened once so that few vertices look drawn. */
export function sketchFeatures(input: unknown): object[] {
  return SketchLines.parse(input).lines.map(({ kind, ref, nameZh, nameEn, rank, line }) => ({
    type: 'Feature',
    properties: { kind, ref, nameZh, nameEn, rank },
    geometry: { type: 'LineString', coordinates: softened(softened(line)) },
  }));
}

/** One pass of corner cutting (Chaikin 1974); the ends stay. */
function softened(line: [number, number][]): [number, number][] {
  const cut = line.slice(1).flatMap(([lonB, latB], index): [number, number][] => {
    const [lonA, latA] = line[index] ?? [lonB, latB];
    return [at(0.25), at(0.75)];
    function at(share: number): [number, number] {
      return [rounded(lonA + share * (lonB - lonA)), rounded(latA + share * (latB - latA))];
    }
  });
  const first = line[0];
  const last = line.at(-1);
  return first === undefined || last === undefined ? line : [first, ...cut, last];
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(4));
}
