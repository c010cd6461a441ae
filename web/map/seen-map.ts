import type { ParcelFeatureCollection } from '../../api/parcels/feature-schema.ts';
import type { Frames } from './camera.ts';
import { countInView, groundInSight, searchableGround } from './camera.ts';
import type { Frame, LonLatBounds, MapView } from './mercator.ts';
import { roundedView } from './mercator.ts';
import { parcelZoom } from './overview.ts';

/** What the map shows once it stands still. */
export type SeenMap = MapView & {
  /** Matching parcels in sight, of those that are loaded. */
  inView: number;
  /** Circles of parks stand for the parcels. */
  far: boolean;
  /** What the page leaves free of the map, and the part of it that no furniture covers. */
  ground: LonLatBounds;
  searchable: LonLatBounds;
  /** False while the map still follows the answer: then no address need hold its view. */
  taken: boolean;
};

export type Sight = { parcels: ParcelFeatureCollection; frame: Frame; frames: Frames; taken: boolean };

export function seenMap(view: MapView, { parcels, frame, frames, taken }: Sight): SeenMap {
  return {
    ...roundedView(view),
    inView: countInView(parcels, view, frame),
    far: view.zoom < parcelZoom,
    ground: groundInSight(view, frame),
    searchable: searchableGround(view, frames),
    taken,
  };
}
