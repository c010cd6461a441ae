import { encode } from 'uqr';
import type { Point, Rings } from './sheet.ts';

/** The code without its quiet zone, for which the surrounding paper is left white (ISO/IEC 18004: four modules). */
export function qrRings(content: string, at: Point, side: number): Rings {
  const { data, size } = encode(content, { ecc: 'M', border: 0 });
  const module = side / size;
  const rings = data.flatMap((row, line) =>
    runsOf(row).map(({ from, to }) => {
      const [left, right] = [at.x + from * module, at.x + to * module];
      const [top, bottom] = [at.y + line * module, at.y + (line + 1) * module];
      return [
        { x: left, y: top },
        { x: right, y: top },
        { x: right, y: bottom },
        { x: left, y: bottom },
      ];
    }),
  );
  return { kind: 'rings', rings, fill: 'ink', line: null };
}

/** Dark modules beside one another, as one: no hairline of light between them. */
function runsOf(row: boolean[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const [index, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last?.to === index) last.to = index + 1;
    else runs.push({ from: index, to: index + 1 });
  }
  return runs;
}
