const wide = /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

/** Width of a label before it is drawn: a CJK character is one em, anything else a little over half of one. */
export function textWidthPx(text: string, fontPx: number): number {
  const ems = [...text].reduce((sum, character) => sum + (wide.test(character) ? 1 : 0.58), 0);
  return Math.ceil(ems * fontPx);
}
