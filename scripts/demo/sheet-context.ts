import type { CityPack, Region } from '../../api/city/schema.ts';
import type { Provenance } from '../../api/imports/schema.ts';
import * as columns from '../../api/imports/spreadsheet-columns.ts';
import { daysLater } from './calendar.ts';
import type { Inputs } from './inputs.ts';
import type { Site } from './site.ts';

export type Cell = string | number | null;
export type Sheet = { name: string; rows: Cell[][] };

/** One parcel with all that its rows are made of. */
export type Context = { site: Site; parcel: Site['parcels'][number]; pack: CityPack; inputs: Inputs };

export const codeHeader = columns.codeHeaders[0] ?? '';
export const provenanceHeaders = columns.provenanceColumns.map(({ header }) => header);

export function provenance(stated: Provenance): Cell[] {
  return columns.provenanceColumns.map(({ field }) => stated[field]);
}

/** Verified so many days before the reference day, valid for a year. */
export function verified(
  pack: CityPack,
  daysAgo: number,
  stated: Pick<Provenance, 'source' | 'sourceNumber' | 'verifiedBy'>,
) {
  const verifiedOn = daysLater(referenceDay(pack), -daysAgo);
  return provenance({ ...stated, verifiedOn, validUntil: daysLater(verifiedOn, 365) });
}

function referenceDay({ name, demonstration }: CityPack): string {
  if (demonstration === null) throw new Error(`city pack ${name} has no demonstration`);
  return demonstration.referenceDay;
}

export function region({ regions }: CityPack, code: string): Region {
  const found = regions.find((candidate) => candidate.code === code);
  if (found === undefined) throw new Error(`region ${code} is not in the city pack`);
  return found;
}

export function bureauOf({ site, pack }: Context): string {
  return `${region(pack, site.park.town.slice(0, 6)).name['zh-CN']}自然资源和规划局（示例）`;
}

export function promotionOffice({ site, pack }: Context): CityPack['departments'][number] {
  const district = site.park.town.slice(0, 6);
  const office =
    pack.departments.find(({ regions }) => regions.includes(site.park.code)) ??
    pack.departments.find(({ regions }) => regions.includes(district));
  if (office === undefined) throw new Error(`nobody answers for ${site.park.code}`);
  return office;
}

/** 出让公告 number, null while the parcel is only planned on the reference day. */
export function noticeNumber({ parcel, site, pack }: Context): string | null {
  if (parcel.input.noticeOn > referenceDay(pack)) return null;
  const district = region(pack, site.park.town.slice(0, 6)).name['zh-CN'].slice(0, 2);
  return `${district}土告字〔2020〕示例${parcel.input.code.slice(-2)}号`;
}

export function headerWithUnit(label: string, unit: string): string {
  return unit === '' ? label : `${label}(${unit})`;
}
