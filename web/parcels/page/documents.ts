import type { Fact, Parcel } from '../../../api/parcels/schema.ts';

/** The groups of the record that a document speaks for, in the order of the page. */
export const documentGroups = [
  'fields',
  'admissions',
  'limits',
  'readiness',
  'prices',
  'dates',
  'costs',
  'geometry',
] as const;
export type DocumentGroup = (typeof documentGroups)[number];

/** One document (资料) that values of the record come from. Days are `YYYY-MM-DD`. */
export type SourceDocument = {
  name: string;
  number: string | null;
  verifiedBy: string | null;
  verifiedOn: string | null;
  validUntil: string | null;
  about: DocumentGroup[];
};

/** Every document named in the record once, by name and number, with the latest check of it. */
export function documentsOf(parcel: Pick<Parcel, 'facts'>): SourceDocument[] {
  const found = new Map<string, SourceDocument>();
  const facts = Object.entries(parcel.facts).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const [path, fact] of facts) {
    const group = groupOf(path);
    if (fact.source === null || group === undefined) continue;
    const key = `${fact.source}\n${fact.sourceNumber ?? ''}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, documentOf(fact, fact.source, group));
    else found.set(key, { ...latest(known, fact), about: [...new Set([...known.about, group])] });
  }
  return [...found.values()];
}

function documentOf(fact: Fact, name: string, group: DocumentGroup): SourceDocument {
  const { sourceNumber, verifiedBy, verifiedOn, validUntil } = fact;
  return { name, number: sourceNumber, verifiedBy, verifiedOn, validUntil, about: [group] };
}

function latest(known: SourceDocument, fact: Fact): SourceDocument {
  if ((fact.verifiedOn ?? '') <= (known.verifiedOn ?? '')) return known;
  const { verifiedBy, verifiedOn, validUntil } = fact;
  return { ...known, verifiedBy, verifiedOn, validUntil };
}

function groupOf(path: string): DocumentGroup | undefined {
  const [first] = path.split('.');
  return documentGroups.find((group) => group === first);
}

function rank(path: string): number {
  const group = groupOf(path);
  return group === undefined ? documentGroups.length : documentGroups.indexOf(group);
}
