/** Pixels for MapLibre, made here so that no image is fetched. */
export type MapImage = { width: number; height: number; data: Uint8ClampedArray };

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];
export type HatchColours = { paper: Rgba; stroke: Rgba };

const tilePx = 8;
const paper = [255, 255, 255, 255] as const;
const stroke = [123, 135, 148, 255] as const;

/** White with lines at 45°: the parcel's value is not published, which is neither low nor high. */
export function hatchImage(pixelRatio: number, colours: HatchColours = { paper, stroke }): MapImage {
  const side = tilePx * pixelRatio;
  const data = new Uint8ClampedArray(side * side * 4);
  for (let index = 0; index < side * side; index += 1) {
    const x = index % side;
    const y = Math.floor(index / side);
    data.set((x + y) % side < pixelRatio ? colours.stroke : colours.paper, index * 4);
  }
  return { width: side, height: side, data };
}

export const blankSidePx = 10;

/** Nothing to see, but it keeps the labels of the ground away from where the page puts a mark. */
export function blankImage(): MapImage {
  return {
    width: blankSidePx,
    height: blankSidePx,
    data: new Uint8ClampedArray(blankSidePx * blankSidePx * 4),
  };
}
