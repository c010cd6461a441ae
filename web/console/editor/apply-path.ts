import type { DraftContent } from '../../../api/drafts/schema.ts';

/** `target` with what `source` has at a path of a difference; where the source has nothing, neither has the outcome. */
export function applyPath(target: DraftContent, source: DraftContent, path: string): DraftContent {
  const [group = '', key = '', ...rest] = path.split('.');
  const name = [key, ...rest].join('.');
  switch (group) {
    case 'geometry':
      return withGeometry(target, source.geometry);
    case 'fields':
      return { ...target, fields: entryOf(target.fields, source.fields, name) };
    case 'limits':
      return { ...target, limits: entryOf(target.limits, source.limits, name) };
    case 'provenance':
      return { ...target, provenance: entryOf(target.provenance, source.provenance, name) };
    case 'admissions':
      return { ...target, admissions: admissionsOf(target, source, { industry: key, indicator: rest[0] }) };
    case 'utilities':
      return { ...target, utilities: rowOf(target.utilities, source.utilities, (row) => row.key === key) };
    case 'costs':
      return { ...target, costs: rowOf(target.costs, source.costs, (row) => row.key === key) };
    case 'events': {
      const isMeant = ({ kind, at }: DraftContent['events'][number]) =>
        `${kind}.${new Date(at).toISOString()}` === name;
      return { ...target, events: rowOf(target.events, source.events, isMeant) };
    }
    case 'attachments':
      return { ...target, attachments: attachmentsOf(target, source, key) };
    default:
      return target;
  }
}

export function withGeometry(content: DraftContent, geometry: DraftContent['geometry']): DraftContent {
  const { geometry: _replaced, ...rest } = content;
  return geometry === undefined ? rest : { ...rest, geometry };
}

function entryOf<Row extends object>(target: Row, source: Row, name: string): Row {
  const copy = { ...target };
  if (Object.hasOwn(source, name)) Reflect.set(copy, name, Reflect.get(source, name));
  else Reflect.deleteProperty(copy, name);
  return copy;
}

function rowOf<Row>(target: readonly Row[], source: readonly Row[], isMeant: (row: Row) => boolean): Row[] {
  const wanted = source.find(isMeant);
  if (wanted === undefined) return target.filter((row) => !isMeant(row));
  if (!target.some(isMeant)) return [...target, wanted];
  return target.map((row) => (isMeant(row) ? wanted : row));
}

function attachmentsOf(target: DraftContent, source: DraftContent, key: string) {
  const [stood, wanted] = [target.attachments ?? [], source.attachments ?? []];
  if (key !== 'order') return rowOf(stood, wanted, ({ id }) => id === key);
  const places = new Map(wanted.map(({ id }, index) => [id, index]));
  const placeOf = (id: string) => places.get(id) ?? wanted.length;
  return stood.toSorted((one, other) => placeOf(one.id) - placeOf(other.id));
}

type Place = { industry: string; indicator: string | undefined };

function admissionsOf(target: DraftContent, source: DraftContent, { industry, indicator }: Place) {
  if (industry === 'order') return ordered(target.admissions, source.admissions);
  const wanted = source.admissions.find((row) => row.industry === industry);
  const standing = target.admissions.find((row) => row.industry === industry);
  if (indicator === undefined) {
    if (wanted === undefined) return target.admissions.filter((row) => row.industry !== industry);
    if (standing === undefined) return [...target.admissions, { ...wanted, indicators: {} }];
    const { note, basis } = wanted;
    return target.admissions.map((row) => (row === standing ? { ...row, note, basis } : row));
  }
  if (standing === undefined) return target.admissions;
  const indicators = entryOf(standing.indicators, wanted?.indicators ?? {}, indicator);
  return target.admissions.map((row) => (row === standing ? { ...row, indicators } : row));
}

function ordered(rows: DraftContent['admissions'], like: DraftContent['admissions']) {
  const places = new Map(like.map(({ industry }, index) => [industry, index]));
  const placeOf = ({ industry }: (typeof rows)[number]) => places.get(industry) ?? like.length;
  return rows.toSorted((one, other) => placeOf(one) - placeOf(other));
}
