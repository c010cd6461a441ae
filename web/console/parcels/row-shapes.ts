import type { DraftState, StaffParcelRow } from '../../../api/drafts/schema.ts';
import type { StaffLook, StaffShape } from '../../map/console/staff-shapes.ts';
import type { LonLatBounds } from '../../map/mercator.ts';
import { unitedBounds } from '../../map/outline.ts';

/** What the public sees of it is its published shape, whatever is being written beside it. */
const publicStates: readonly DraftState[] = ['published', 'changed'];

/** Rows of the table as the map draws them; those without a shape are in the table alone. */
export function rowShapes(
  rows: readonly StaffParcelRow[],
  picked: { has: (code: string) => boolean },
): StaffShape[] {
  return rows.flatMap((row) =>
    row.footprint === null
      ? []
      : [
          {
            code: row.code,
            geometry: row.footprint,
            look: lookOf(row, picked.has(row.code)),
            label: shortCode(row.code),
          },
        ],
  );
}

function lookOf({ findings, state }: StaffParcelRow, isPicked: boolean): StaffLook {
  if (isPicked) return 'chosen';
  if (findings !== null && findings.error > 0) return 'error';
  return publicStates.includes(state) ? 'published' : 'draft';
}

/** Parcels beside one another share the beginning of their codes: the end tells them apart. */
function shortCode(code: string): string {
  return code.length <= 8 ? code : (code.split('-').at(-1) ?? code);
}

export function unitedRowBounds(rows: readonly StaffParcelRow[]): LonLatBounds | null {
  return unitedBounds(rows.flatMap(({ bbox }) => (bbox === null ? [] : [bbox])));
}
