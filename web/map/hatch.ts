/** A tile of pixels that repeats without a seam. */
export type HatchImage = { width: number; height: number; data: Uint8ClampedArray };

const tilePx = 8;
const paper = [255, 255, 255, 255] as const;
const stroke = [123, 135, 148, 255] as const;

/** White with lines at 45°: the parcel's value is not published, which is neither low nor high. */
export function hatchImage(pixelRatio: number): HatchImage {
  const side = tilePx * pixelRatio;
  const data = new Uint8ClampedArray(side * side * 4);
  for (let index = 0; index < side * side; index += 1) {
    const x = index % side;
    const y = Math.floor(index / side);
    data.set((x + y) % side < pixelRatio ? stroke : paper, index * 4);
  }
  return { width: side, height: side, data };
}
