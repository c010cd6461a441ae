import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { emptyAddress } from '../web/parcels/address.ts';
import { changeAddress, current } from '../web/parcels/current-address.svelte.ts';
import Neighbours from '../web/parcels/page/Neighbours.svelte';
import ParcelFacts from '../web/parcels/ParcelFacts.svelte';
import { readAddress } from '../web/parcels/read-address.ts';
import { language } from '../web/ui/language.svelte.ts';
import { wholeAnswer } from './support/answers.ts';
import { clearPage, showInCity } from './support/in-city.ts';
import { parcelRecord } from './support/parcel-records.ts';

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.choose('zh-CN');
});
afterEach(clearPage);

/** Every row of the table of requirements that states a value, as name and value. */
function stated(): Record<string, string> {
  const rows = [...document.querySelectorAll('tbody tr')].flatMap((row) => {
    const value = row.querySelector('td.number')?.textContent.trim();
    return value === undefined ? [] : [[row.querySelector('th')?.textContent.trim() ?? '', value]];
  });
  return Object.fromEntries(rows);
}

it('shows the requirements of the industry that is chosen, and says in the address whose they are', () => {
  const [first] = parcelRecord('A').admissions;
  if (first === undefined) throw new Error('an admission');
  const admissionOf = (code: string, [investment, tax]: [number, number]) => {
    const phase = { phase: 'full-production', basis: null } as const;
    const requirement = { op: '>=', upperOp: null, upper: null, unit: '', ...phase } as const;
    return {
      ...first,
      industry: { code, name: `行业 ${code}`, nameEn: `Industry ${code}` },
      indicators: {
        fixed_invest_intensity: { ...requirement, value: investment },
        tax_per_mu: { ...requirement, value: tax },
      },
    };
  };
  const admissions = [admissionOf('36', [350, 36]), admissionOf('38', [280, 24])];
  changeAddress({ ...emptyAddress, minMu: 20 }, { replace: true });
  showInCity(ParcelFacts, { parcel: parcelRecord('A', { admissions }), compact: false });
  expect(stated()).toMatchObject({ 固定资产投资强度: '350', 亩均税收: '36.0' });
  const other = document.querySelector<HTMLInputElement>('input[type="radio"][value="38"]');
  other?.click();
  flushSync();
  expect(stated()).toMatchObject({ 固定资产投资强度: '280', 亩均税收: '24.0' });
  expect(current.address).toEqual({ ...emptyAddress, minMu: 20, for: '38' });
});

it('leads from its neighbours to the map of what lies around it', () => {
  const parcel = parcelRecord('A', { centroid: [119.58155, 29.04108] });
  const near = parcelRecord('B', { centroid: [119.59155, 29.04108] });
  changeAddress({ ...emptyAddress, minMu: 20, industry: ['36'] }, { replace: true });
  showInCity(Neighbours, { parcel, around: wholeAnswer([parcel, near]), radiusKm: 5, compact: false });
  const link = document.querySelector('a[href^="/?"]')?.getAttribute('href') ?? '';
  expect(readAddress(link.slice(1)).address).toEqual({ ...emptyAddress, near: [119.58155, 29.04108, 5] });
});
