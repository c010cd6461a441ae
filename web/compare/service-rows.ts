import type { PublicCity, TransportNode } from '../../api/city/schema.ts';
import type { Fact, Parcel } from '../../api/parcels/schema.ts';
import { factAt } from '../parcels/facts.ts';
import type { Column } from './columns.ts';
import { known, rowOf } from './columns.ts';
import type { Known, Row } from './comparison.ts';
import { kilometres, rowLabels } from './row-labels.ts';

/** 配套: how many are ready, then each with its state and capacity, then how far the ways out are. */
export function serviceRows(columns: Column[], { utilities }: Pick<PublicCity, 'utilities'>): Row[] {
  const ready = rowOf(
    { key: 'utilitiesReady', label: rowLabels.utilitiesReady, extreme: 'most' },
    columns,
    ({ readiness }) => {
      if (utilities.every(({ key }) => readiness[key]?.state == null)) return null;
      const count = utilities.filter(({ key }) => readiness[key]?.state === 'ready').length;
      return known({ kind: 'count', count, of: utilities.length }, { rank: count });
    },
  );
  const each = utilities.map(({ key, label }) =>
    rowOf({ key, label, extreme: 'highest' }, columns, ({ readiness }) => utility(readiness[key])),
  );
  return [ready, ...each.map(rankedAlike), ...distanceRows(columns)];
}

/** Only quantities that are there now, and in one unit, can be the highest: `11,000 kVA，…` beside `8,000 kVA`. */
const leadingQuantity = /^([\d,]+(?:\.\d+)?) (\p{L}[^\s，,]*)/u;

function utility(readiness: Parcel['readiness'][string] | undefined): Known | null {
  if (readiness?.state == null) return null;
  const { state, capacity, capacityEn, readyOn } = readiness;
  const [, digits] = leadingQuantity.exec(capacity ?? '') ?? [];
  const rank = digits === undefined || state !== 'ready' ? null : Number(digits.replaceAll(',', ''));
  return known({ kind: 'utility', state, capacity, capacityEn, readyOn }, { rank });
}

function rankedAlike(row: Row): Row {
  const units = row.cells.flatMap((cell) =>
    cell.kind === 'known' && cell.value.kind === 'utility'
      ? [leadingQuantity.exec(cell.value.capacity ?? '')?.[2]]
      : [],
  );
  return new Set(units).size > 1 ? { ...row, extreme: null } : row;
}

const ways: [TransportNode['kind'], Row['label']][] = [
  ['interchange', rowLabels.interchange],
  ['highspeed-rail', rowLabels.highspeedRail],
  ['rail', rowLabels.rail],
  ['freight-rail', rowLabels.freightRail],
  ['airport', rowLabels.airport],
  ['port', rowLabels.port],
  ['bonded-zone', rowLabels.bondedZone],
];

/** Straight-line distance to the nearest of each kind that any of the parcels has. */
function distanceRows(columns: Column[]): Row[] {
  return ways
    .map(([kind, label]) =>
      rowOf({ key: kind, label, unit: kilometres, extreme: 'nearest' }, columns, ({ distances }) => {
        const [nearest] = distances
          .filter((distance) => distance.kind === kind)
          .toSorted((a, b) => a.distanceM - b.distanceM);
        if (nearest === undefined) return null;
        const { name, nameEn } = nearest;
        // To the hundred metres shown: what reads the same is the same.
        const distanceM = Math.round(nearest.distanceM / 100) * 100;
        const note = { kind: 'text', text: { 'zh-CN': name, en: nameEn } } as const;
        return known({ kind: 'distance', distanceM }, { rank: distanceM, note });
      }),
    )
    .filter(({ cells }) => cells.some(({ kind }) => kind === 'known'));
}

/** 资料: how old the checks are, which evaluations serve, under which notice the parcel is offered. */
export function recordRows(columns: Column[], { evaluations }: Pick<PublicCity, 'evaluations'>): Row[] {
  const checked = (key: string, label: Row['label'], path: (parcel: Parcel) => string) =>
    rowOf({ key, label }, columns, (parcel) => {
      const fact = factAt(parcel.facts, path(parcel)) ?? parcel.facts['fields'];
      return fact === undefined || fact.badge === 'unverified' ? null : knownFact(fact);
    });
  const admission = new Map(
    columns.flatMap((column) =>
      column.kind === 'parcel' && column.chosen !== null
        ? [[column.code, column.chosen.admission.industry.code] as const]
        : [],
    ),
  );
  return [
    checked(
      'checkedIndicators',
      rowLabels.checkedIndicators,
      ({ code }) => `admissions.${admission.get(code) ?? ''}`,
    ),
    checked('checkedLimits', rowLabels.checkedLimits, () => 'limits'),
    checked('checkedPrices', rowLabels.checkedPrices, () => 'prices'),
    checked('checkedReadiness', rowLabels.checkedReadiness, () => 'readiness'),
    rowOf(
      { key: 'evaluations', label: rowLabels.evaluations, extreme: 'most' },
      columns,
      ({ evaluations: results }) => {
        const count = results.filter(({ state }) => state === 'valid' || state === 'expiring').length;
        return known({ kind: 'count', count, of: evaluations.length }, { rank: count });
      },
    ),
    rowOf({ key: 'noticeNumber', label: rowLabels.noticeNumber }, columns, ({ noticeNumber }) =>
      noticeNumber === null
        ? null
        : known({ kind: 'text', text: { 'zh-CN': noticeNumber, en: noticeNumber } }),
    ),
  ];
}

function knownFact({ badge, ageDays, verifiedBy, verifiedOn }: Fact): Known {
  return known({ kind: 'fact', badge, ageDays, verifiedBy, verifiedOn });
}
