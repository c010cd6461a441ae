import type { AgreementText } from './text-schema.ts';

export type Obligation = {
  kind: 'investment-intensity' | 'tax' | 'start' | 'completion' | 'full-production' | 'other';
  figure: string;
  /** `2028-06-30`; null where the text names no day. */
  dueOn: string | null;
};

const kinds: readonly [RegExp, Obligation['kind']][] = [
  [/投资强度/, 'investment-intensity'],
  [/税/, 'tax'],
  [/开工/, 'start'],
  [/竣工|建设工期/, 'completion'],
  [/达产|投产/, 'full-production'],
];

/** 履约事项: each row of the text's tables that a later check will compare with what was done. */
export function obligationsOf({ clauses }: Pick<AgreementText, 'clauses'>): Obligation[] {
  const rows = clauses.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'figures' ? block.rows : [])),
  );
  return rows.flatMap(({ name, figure }) => {
    const kind = kinds.find(([pattern]) => pattern.test(name))?.[1];
    return kind === undefined ? [] : [{ kind, figure: `${name} ${figure}`, dueOn: dayIn(figure) }];
  });
}

/** `2028年6月30日` → `2028-06-30`. */
function dayIn(figure: string): string | null {
  const [, year, month, day] = /(\d{4})年(\d{1,2})月(\d{1,2})日/.exec(figure) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
