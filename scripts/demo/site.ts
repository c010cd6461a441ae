import { groundOf } from './ground.ts';
import type { Easting, Ground } from './ground.ts';
import type { ParcelInput, ParkInput } from './inputs.ts';
import { drawnShape, fittedSurvey } from './parcel-shape.ts';
import type { ParkFrame } from './park-frame.ts';
import { blockRectangle, frameOf } from './park-frame.ts';

/** A park laid out and set down, with the survey points of its parcels. */
export type Site = {
  park: ParkInput;
  frame: ParkFrame;
  ground: Ground;
  parcels: { input: ParcelInput; survey: Easting[] }[];
};

/** Shapes are drawn about as large as their stated area; more than this and the inputs do not fit each other. */
const scaleRange = { least: 0.93, most: 1.01 };

export function sitesOf(parks: ParkInput[], parcels: ParcelInput[], zone: number): Site[] {
  return parks.map((park) => {
    const frame = frameOf(park);
    const ground = groundOf(park, zone);
    const surveyed = parcels
      .filter((input) => input.park === park.code)
      .map((input) => ({ input, survey: surveyOf(input, frame, ground) }));
    return { park, frame, ground, parcels: surveyed };
  });
}

function surveyOf(input: ParcelInput, frame: ParkFrame, ground: Ground): Easting[] {
  const drawn = drawnShape(input, blockRectangle(frame, input.block));
  const { ring, scale } = fittedSurvey(drawn, ground, Number(input.offeredAreaM2));
  if (scale < scaleRange.least || scale > scaleRange.most) {
    throw new Error(`${input.code}: drawn shape must be scaled by ${scale.toFixed(3)} to reach its area`);
  }
  return ring;
}
