import type { LonLat } from '../mercator.ts';
import type { MeasureKind } from './measure.ts';

export type ToolKind = MeasureKind | 'position';

/** What is being measured on the map; it goes when the bar is closed, since it is nobody's data. */
export class Tools {
  kind = $state<ToolKind>('distance');
  points = $state.raw<LonLat[]>([]);
  /** A place whose coordinates stay while the pointer moves on. */
  pinned = $state.raw<LonLat | null>(null);
  cursor = $state.raw<LonLat | null>(null);

  choose(kind: ToolKind): void {
    this.kind = kind;
    this.clear();
  }

  add(position: LonLat): void {
    if (this.kind === 'position') this.pinned = position;
    else this.points = [...this.points, position];
  }

  undo(): void {
    this.points = this.points.slice(0, -1);
    this.pinned = null;
  }

  clear(): void {
    this.points = [];
    this.pinned = null;
  }
}
