import type { PublicGeometry } from '../../../api/parcels/schema.ts';

/** What drawing rounds to: 1e-9 of a degree is a tenth of a millimetre. */
const roundedDegrees = 1e-9;

/** Whether two shapes have the same corners in the same order, but for the rounding of drawing. */
export function isSameShape(one: PublicGeometry | null, other: PublicGeometry | null): boolean {
  if (one === null || other === null) return one === other;
  return areSame(one.coordinates, other.coordinates);
}

type Nested = number | readonly Nested[];

function areSame(one: Nested, other: Nested): boolean {
  if (typeof one === 'number' && typeof other === 'number') return Math.abs(one - other) <= roundedDegrees;
  if (typeof one === 'number' || typeof other === 'number') return false;
  return one.length === other.length && one.every((part, index) => areSame(part, other[index] ?? []));
}
