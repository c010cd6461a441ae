import type { CityPack, LocalText, ParcelStatus, Region, RegionLevel } from './schema.ts';

/**
 * What is wrong with a pack beyond its shape: references to regions, departments, keys that do not exist.
 * Each line names the place; an empty list means the pack can be used.
 */
export function packProblems(pack: CityPack): string[] {
  const regions = new Map(pack.regions.map((region) => [region.code, region]));
  const problems: string[] = [];
  const levels: Record<RegionLevel, RegionLevel[]> = {
    city: [],
    district: ['city'],
    town: ['district'],
    park: ['district', 'town'],
  };
  for (const region of pack.regions) {
    const parent = region.parent === null ? null : regions.get(region.parent);
    if (parent === undefined) problems.push(`regions.${region.code}: parent ${region.parent} does not exist`);
    if (parent === null && region.level !== 'city')
      problems.push(`regions.${region.code}: only the city has no parent`);
    if (parent && !levels[region.level].includes(parent.level))
      problems.push(`regions.${region.code}: a ${region.level} cannot lie in a ${parent.level}`);
    if (region.level === 'park' && region.anchor === null)
      problems.push(`regions.${region.code}: a park needs an anchor`);
  }
  if (pack.regions.filter((region) => region.level === 'city').length !== 1)
    problems.push('regions: there must be exactly one city');
  for (const department of pack.departments)
    for (const code of department.regions)
      if (!regions.has(code)) problems.push(`departments.${department.code}: region ${code} does not exist`);
  if (promotionDepartments(pack).length === 0)
    problems.push('departments: none of them has the duty promotion');
  if (!promotionDepartments(pack).some(({ code }) => code === pack.hotline.department))
    problems.push(`hotline.department: ${pack.hotline.department} is not a department of promotion`);
  problems.push(...workingTimeProblems(pack));
  if (!pack.indicators.some((indicator) => indicator.key === pack.theme.indicator))
    problems.push(`theme.indicator: ${pack.theme.indicator} is not an indicator of this pack`);
  // value × 亩 × 10,000 is shown as yuan: in any other unit the sum would be wrong by that unit's factor.
  for (const { key, perMu, unit } of pack.indicators)
    if (perMu !== null && !unit['zh-CN'].startsWith('万元/亩'))
      problems.push(
        `indicators.${key}: with perMu "${perMu}" its unit is 万元/亩, not ${unit['zh-CN'] || 'empty'}`,
      );
  for (const [name, values] of Object.entries({
    regions: pack.regions.map((region) => region.code),
    departments: pack.departments.map((department) => department.code),
    requirements: [...pack.indicators, ...pack.limits].map((definition) => definition.key),
    utilities: pack.utilities.map((utility) => utility.key),
    statuses: pack.statuses.map((status) => status.key),
  })) {
    const seen = new Set<string>();
    for (const value of values) {
      if (seen.has(value)) problems.push(`${name}: ${value} stands twice`);
      seen.add(value);
    }
  }
  const [west, south, east, north] = pack.extent;
  if (west >= east || south >= north) problems.push('extent: write [west, south, east, north]');
  return problems;
}

/** The departments that bring parcels in (招商); reviewing departments never stand for one. */
export function promotionDepartments(pack: Pick<CityPack, 'departments'>): CityPack['departments'] {
  return pack.departments.filter(({ duty }) => duty === 'promotion');
}

/** Statuses of this city that count as 可供 (on offer now). */
export function onOfferStatuses(pack: CityPack): ParcelStatus[] {
  return pack.statuses.filter((status) => status.onOffer).map((status) => status.key);
}

/** Parents before children, as a foreign key needs them. */
export function parentsFirst(regions: Region[]): Region[] {
  const order: RegionLevel[] = ['city', 'district', 'town', 'park'];
  return order.flatMap((level) => regions.filter((region) => region.level === level));
}

/** The region a person wrote, by code, by full name, or by name without its level word (武义 for 武义县). */
export function findRegion(pack: CityPack, level: RegionLevel, written: string): Region | null {
  const text = written.trim();
  const ofLevel = pack.regions.filter((region) => region.level === level);
  const exact = ofLevel.find((region) => region.code === text || sameName(region.name, text));
  if (exact) return exact;
  const shortened = ofLevel.filter(
    (region) => withoutLevelWord(region.name['zh-CN']) === withoutLevelWord(text),
  );
  return shortened.length === 1 ? (shortened[0] ?? null) : null;
}

function sameName(name: LocalText, text: string) {
  return name['zh-CN'] === text || name.en.toLowerCase() === text.toLowerCase();
}

function withoutLevelWord(name: string) {
  return name.length > 2 ? name.replace(/(市|县|区|镇|街道|乡)$/, '') : name;
}

function workingTimeProblems({ workingTime: { hours, years } }: CityPack): string[] {
  const times = hours.flatMap(({ from, to }) => [from, to]);
  const areInOrder = times.every((time, at) => at === 0 || (times[at - 1] ?? '') < time);
  const problems = areInOrder ? [] : ['workingTime.hours: the spans follow one another, each from before to'];
  for (const { year, holidays, workdays } of years)
    if (!holidays.includes(`${year}-01-01`) || holidays.some((day) => workdays.includes(day)))
      problems.push(`workingTime.years.${year}: New Year is a holiday, and no holiday is worked`);
  return problems;
}
