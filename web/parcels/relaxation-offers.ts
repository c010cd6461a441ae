import type { Relaxation } from '../../api/parcels/relaxation-schema.ts';
import { formatNumber } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { Address } from './address.ts';
import type { Words } from './condition-words.ts';
import {
  industryWords,
  listed,
  muWords,
  nearWords,
  regionWords,
  requirementParts,
  statusWords,
  useWords,
  utilityWords,
} from './condition-words.ts';
import { moneyText, priceColumns } from './money-text.ts';
import { readAddress } from './read-address.ts';

/** 放宽 in words, old and new, and the change of the address that makes it. */
export type RelaxationOffer = { field: string; from: string; to: string; change: Partial<Address> };

type Given = { relaxation: Relaxation; address: Address; words: Words };

const codeLists = ['industry', 'district', 'park', 'status', 'use'] as const;
type CodeList = (typeof codeLists)[number];

/** Null where the relaxation is not about a condition of this address, or is of a kind this page does not know. */
export function relaxationOffer(
  relaxation: Relaxation,
  address: Address,
  words: Words,
): RelaxationOffer | null {
  const given = { relaxation, address, words };
  const list = codeLists.find((key) => key === relaxation.key);
  if (list !== undefined) return codeListOffer(list, given);
  switch (relaxation.key) {
    case 'minMu':
    case 'maxMu':
      return areaOffer(relaxation.key, given);
    case 'maxPrice':
      return priceOffer(given);
    case 'readiness':
      return readinessOffer(given);
    case 'indicator':
      return indicatorOffer(given);
    case 'bbox':
    case 'near':
      return placeOffer(relaxation.key, given);
    case 'q':
      return searchOffer(given);
    default:
      return null;
  }
}

function codeListOffer(key: CodeList, { relaxation, address, words }: Given): RelaxationOffer | null {
  if (address[key].length === 0) return null;
  const { field, wordsOf } = vocabularyOf(key);
  const from = listed(address[key].map((code) => wordsOf(code, words)));
  if (relaxation.change === 'drop') return { field, from, to: m.no_limit(), change: { [key]: [] } };
  const added = written(key, relaxation.to)[key];
  if (added.length === 0) return null;
  const names = listed(added.map((code) => wordsOf(code, words)));
  if (relaxation.change === 'set') return { field, from, to: names, change: { [key]: added } };
  return { field, from, to: m.also_accept({ what: names }), change: { [key]: [...address[key], ...added] } };
}

function vocabularyOf(key: CodeList) {
  const vocabulary = {
    industry: { field: m.admitted_industry(), wordsOf: industryWords },
    district: { field: m.district(), wordsOf: regionWords },
    park: { field: m.park(), wordsOf: regionWords },
    status: { field: m.status(), wordsOf: statusWords },
    use: { field: m.land_use(), wordsOf: useWords },
  };
  return vocabulary[key];
}

function areaOffer(key: 'minMu' | 'maxMu', { relaxation, address, words }: Given): RelaxationOffer | null {
  const now = address[key];
  if (now === null) return null;
  const to = relaxation.change === 'set' ? written(key, relaxation.to)[key] : null;
  if (to === null && relaxation.change !== 'drop') return null;
  return {
    field: key === 'minMu' ? m.area_from() : m.area_to(),
    from: to === null ? muWords(now, words.locale) : formatNumber(now, { locale: words.locale }),
    to: to === null ? m.no_limit() : muWords(to, words.locale),
    change: { [key]: to },
  };
}

function priceOffer({ relaxation, address, words }: Given): RelaxationOffer | null {
  if (address.maxPrice === null) return null;
  const to = relaxation.change === 'set' ? written('maxPrice', relaxation.to).maxPrice : null;
  if (to === null && relaxation.change !== 'drop') return null;
  const sum = (yuan: number) => moneyText(priceColumns(yuan, words.locale));
  const after = to === null ? m.no_limit() : `≤ ${sum(to)}`;
  return { field: m.start_price(), from: `≤ ${sum(address.maxPrice)}`, to: after, change: { maxPrice: to } };
}

function readinessOffer({ relaxation, address, words }: Given): RelaxationOffer | null {
  const dropped = relaxation.value?.split(',') ?? address.readiness;
  const still = address.readiness.filter((code) => !dropped.includes(code));
  if (relaxation.change !== 'drop' || still.length === address.readiness.length) return null;
  const utility = listed(dropped.map((code) => utilityWords(code, words)));
  return {
    field: m.utilities(),
    from: m.utility_ready({ utility }),
    to: m.utility_any({ utility }),
    change: { readiness: still },
  };
}

function indicatorOffer({ relaxation, address, words }: Given): RelaxationOffer | null {
  const at = address.indicator.findIndex((condition) => condition === relaxation.value);
  const before = requirementParts(relaxation.value ?? '', words);
  if (at < 0 || before === null) return null;
  const field = m.requirement_of({ label: before.label });
  const from = `${before.sign} ${before.value}`;
  if (relaxation.change === 'drop')
    return { field, from, to: m.no_limit(), change: { indicator: address.indicator.toSpliced(at, 1) } };
  const [condition] = written('indicator', relaxation.to).indicator;
  const after = requirementParts(condition ?? '', words);
  if (condition === undefined || after === null) return null;
  const to = [after.sign, after.value, after.unit].filter((part) => part !== '').join(' ');
  return { field, from, to, change: { indicator: address.indicator.toSpliced(at, 1, condition) } };
}

function placeOffer(key: 'bbox' | 'near', { relaxation, address, words }: Given): RelaxationOffer | null {
  if (address[key] === null) return null;
  const field = m.location();
  const from = address.near === null || key === 'bbox' ? m.within_area() : nearWords(address.near, words);
  if (relaxation.change === 'drop') return { field, from, to: m.no_limit(), change: { [key]: null } };
  const { near } = written(key, relaxation.to);
  return near === null ? null : { field, from, to: nearWords(near, words), change: { near } };
}

function searchOffer({ relaxation, address }: Given): RelaxationOffer | null {
  if (address.q === '' || relaxation.change !== 'drop') return null;
  return {
    field: m.search_words(),
    from: m.quoted({ text: address.q }),
    to: m.no_limit(),
    change: { q: '' },
  };
}

/** A new value as the query writes it, read by the page's own reader. */
function written(key: string, value: string | null): Address {
  return readAddress(value === null ? '' : new URLSearchParams([[key, value]]).toString()).address;
}
