import type { LocalText } from '../../api/city/schema.ts';
import type { Parcel, ParcelRecords, Requirement } from '../../api/parcels/schema.ts';
import type { Cell, Known, Note, Row, Value } from './comparison.ts';
import type { ChosenAdmission } from './industry-choice.ts';
import { admissionFor } from './industry-choice.ts';

/** One column of the comparison; a parcel that was withdrawn or never was public stands there and says so. */
export type Column =
  | { kind: 'parcel'; code: string; parcel: Parcel; chosen: ChosenAdmission | null }
  | { kind: 'gone'; code: string; why: 'unknown' | 'recalled' };

/** In the order asked for. A code of which the answer says nothing yet has no column. */
export function columnsOf(
  codes: readonly string[],
  records: Pick<ParcelRecords, 'items' | 'gone'>,
  industry: string | null,
): Column[] {
  return codes.flatMap((code): Column[] => {
    const parcel = records.items.find((item) => item.code === code);
    if (parcel !== undefined) {
      const chosen = industry === null ? null : admissionFor(parcel, industry);
      return [{ kind: 'parcel', code, parcel, chosen }];
    }
    const gone = records.gone.find((item) => item.code === code);
    return gone === undefined ? [] : [{ kind: 'gone', code, why: gone.why }];
  });
}

const noUnit: LocalText = { 'zh-CN': '', en: '' };

type Heading = Pick<Row, 'key' | 'label'> & Partial<Pick<Row, 'unit' | 'decimals' | 'enFactor' | 'extreme'>>;

/** A row whose cells are read from each parcel; what is read as null is not published. */
export function rowOf(
  heading: Heading,
  columns: Column[],
  read: (parcel: Parcel, chosen: ChosenAdmission | null) => Known | null | { kind: 'not-admitted' },
): Row {
  const cells = columns.map((column): Cell =>
    column.kind === 'gone' ? { kind: 'gone' } : (read(column.parcel, column.chosen) ?? { kind: 'unknown' }),
  );
  return { unit: noUnit, decimals: 0, enFactor: 1, extreme: null, ...heading, cells };
}

export function known(value: Value, more: { rank?: number | null; note?: Note | null } = {}): Known {
  return { kind: 'known', value, rank: more.rank ?? null, note: more.note ?? null };
}

/** A requirement that is one bound in the expected direction can be the lowest; an interval cannot. */
export function knownRequirement(
  requirement: Requirement,
  direction: '>' | '<',
  note: Note | null = null,
): Known {
  const { op, value, upperOp, upper } = requirement;
  const rank = upper === null && op.startsWith(direction) ? value : null;
  return known({ kind: 'requirement', op, value, upperOp, upper }, { rank, note });
}
