import type { SigningReason } from './terms.ts';

/** What is put under the text, as it came: strokes in the unit square, a name in print, a picture or none. */
export type SeenMark = {
  strokes: readonly (readonly { x: number; y: number }[])[];
  typedName?: string | undefined;
  hasPicture: boolean;
};

/** In parts of the field: less cannot be seen as writing. */
const leastExtent = 0.02;

/** Why a mark cannot stand for somebody: it prints another name than his, or nothing could be seen of it; null where it can. */
export function markRefusal(
  { strokes, typedName, hasPicture }: SeenMark,
  name: string,
): { reason: SigningReason; path: 'strokes' | 'typedName'; message: string } | null {
  if (typedName !== undefined)
    return isSameName(typedName, name)
      ? null
      : {
          reason: 'name-differs',
          path: 'typedName',
          message: '打出的名字与签署人的姓名不一致，请改正后再签。',
        };
  if (hasPicture || isVisible(strokes)) return null;
  return {
    reason: 'mark-unseen',
    path: 'strokes',
    message: '没有可以看见的签名，请手写、打字或上传图片后再签。',
  };
}

/** The same letters, however wide, capital or spaced. */
export function isSameName(written: string, name: string): boolean {
  return keyOf(written) === keyOf(name);
}

function isVisible(strokes: SeenMark['strokes']): boolean {
  const points = strokes.filter((stroke) => stroke.length > 1).flat();
  const extent = (values: number[]) => Math.max(...values) - Math.min(...values);
  return (
    points.length > 0 &&
    Math.max(extent(points.map(({ x }) => x)), extent(points.map(({ y }) => y))) >= leastExtent
  );
}

function keyOf(name: string): string {
  return name.normalize('NFKC').replace(/\s/gu, '').toLowerCase();
}
