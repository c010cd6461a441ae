import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parcelSheet } from '../api/imports/spreadsheet-columns.ts';
import { demonstrationFiles } from '../scripts/demo/demonstration-files.ts';
import { readInputs } from '../scripts/demo/inputs.ts';
import { readPack, readSheet, readSurveys, surveyNames } from './support/demo-city.ts';
import { areaOf } from './support/outlines.ts';

const pack = readPack();
const parcels = await readSheet(parcelSheet);
const surveys = readSurveys(surveyNames());
const inputs = readInputs('data/demo/inputs');

function hundredths(value: string | number | null | undefined): number {
  return Math.round(Number(value) * 100);
}

describe('the demonstration files', () => {
  it('are what the inputs make, byte for byte', async () => {
    const made = await demonstrationFiles();
    const differing = [...made].filter(([path, bytes]) => !readFileSync(`data/${path}`).equals(bytes));
    expect(differing.map(([path]) => path)).toEqual([]);
    // The invented enquiries and what the event signed are written by hand, as the inputs are.
    const byHand = ['inputs', 'enquiries.json', 'event.json'];
    const committed = [...readdirSync('data/demo')]
      .filter((name) => !byHand.includes(name))
      .map((name) => `demo/${name}`);
    expect([...made.keys()].filter((path) => path.startsWith('demo/')).sort()).toEqual(committed.sort());
  });

  it('hold 29 parcels of together exactly 2,174,000.00 m², which is 3,261 亩, released on one day', () => {
    expect(parcels).toHaveLength(29);
    const total = parcels.reduce((sum, row) => sum + hundredths(row['出让面积(平方米)']), 0);
    expect(total).toBe(217_400_000);
    expect((total / 100) * (3 / 2000)).toBe(3261);
    expect(new Set(parcels.map((row) => row['推出日期']))).toEqual(new Set(['2020-03-02']));
    expect(pack.demonstration).toMatchObject({ releasedParcels: 29, releasedAreaM2: total / 100 });
  });

  it('survey every parcel of the workbook once, with the area that it is offered with', () => {
    const offered = new Map(parcels.map((row) => [row['地块编号'], Number(row['出让面积(平方米)'])]));
    expect(surveys.map(({ code }) => code).sort()).toEqual([...offered.keys()].sort());
    const differing = surveys.filter(
      ({ code, ring }) => Math.abs(areaOf(ring) - (offered.get(code) ?? 0)) >= 0.005,
    );
    expect(differing.map(({ code }) => code)).toEqual([]);
  });

  it('give no parcel less land than it is offered with', () => {
    const short = parcels.filter((row) => Number(row['土地面积(平方米)']) < Number(row['出让面积(平方米)']));
    expect(short.map((row) => row['地块编号'])).toEqual([]);
  });

  it('give every parcel an own 不动产单元号 of 28 characters in its district', () => {
    const numbers = parcels.map((row) => String(row['不动产单元号']));
    expect(new Set(numbers).size).toBe(29);
    const wrong = parcels.filter(
      (row) => !new RegExp(`^${row['县(市、区)']}\\d{6}GB\\d{5}W0{8}$`).test(String(row['不动产单元号'])),
    );
    expect(wrong.map((row) => row['地块编号'])).toEqual([]);
  });

  it('announce at least 20 days before the listing and list for at least 10', () => {
    const dayOf = (cell: string | number | null | undefined) =>
      Date.parse(String(cell).slice(0, 10)) / 86_400_000;
    const hasty = parcels.filter(
      (row) =>
        dayOf(row['挂牌开始']) - dayOf(row['公告时间']) < 20 ||
        dayOf(row['挂牌截止']) - dayOf(row['挂牌开始']) < 10,
    );
    expect(hasty.map((row) => row['地块编号'])).toEqual([]);
  });

  it('ask a deposit of a fifth of the start price, between 40 and 65 万元 a 亩', () => {
    const priced = parcels.filter((row) => row['起始价(万元)'] !== null);
    expect(priced.length).toBeGreaterThanOrEqual(27);
    for (const row of priced) {
      expect(Number(row['保证金(万元)']) * 5).toBe(row['起始价(万元)']);
      const perMu = Number(row['起始价(万元)']) / (Number(row['出让面积(平方米)']) * (3 / 2000));
      expect(perMu).toBeGreaterThan(40);
      expect(perMu).toBeLessThan(65);
    }
  });
});

describe('the demonstration on its reference day', () => {
  const referenceDay = pack.demonstration?.referenceDay ?? '';

  it('has parcels in every status but withdrawn', async () => {
    const events = await readSheet('进展');
    const lastEvent = new Map(events.map((row) => [row['地块编号'], String(row['事件'])]));
    const stages = parcels.map((row) => {
      const event = lastEvent.get(row['地块编号'] ?? null);
      if (event !== undefined) return event;
      if (referenceDay < String(row['公告时间'])) return 'planned';
      if (referenceDay < String(row['挂牌开始'])) return 'announced';
      return referenceDay < String(row['挂牌截止']) ? 'listed' : 'awaiting-result';
    });
    const counts = Object.fromEntries(
      [...new Set(stages)].map((stage) => [stage, stages.filter((other) => other === stage).length]),
    );
    expect(counts).toEqual({
      planned: 4,
      announced: 5,
      listed: 9,
      成交: 3,
      流拍: 2,
      中止: 1,
      供地: 2,
      开工: 1,
      投产: 1,
      收回: 1,
    });
  });

  it('tells no event before it happened and gives away no notice number of a planned parcel', async () => {
    const events = await readSheet('进展');
    expect(events.filter((row) => String(row['时间']) >= referenceDay)).toEqual([]);
    const early = parcels.filter((row) => String(row['公告时间']) > referenceDay && row['公告号'] !== null);
    expect(early).toEqual([]);
  });

  it('has evaluations that are valid, about to expire, expired and missing', () => {
    const soon = '2020-09-13';
    const ends = inputs.evaluations.map(({ validUntil }) => validUntil);
    expect(ends.filter((day) => day < referenceDay).length).toBeGreaterThanOrEqual(3);
    expect(ends.filter((day) => day >= referenceDay && day <= soon).length).toBeGreaterThanOrEqual(3);
    expect(ends.filter((day) => day > soon).length).toBeGreaterThan(80);
    expect(inputs.evaluations.length).toBeLessThan(inputs.parks.length * pack.evaluations.length);
  });

  it('has facts verified lately, some time ago and too long ago', () => {
    const ages = inputs.parcels.flatMap(({ verifiedDaysAgo }) => verifiedDaysAgo);
    expect(ages.some((days) => days <= 30)).toBe(true);
    expect(ages.some((days) => days > 30 && days <= 180)).toBe(true);
    expect(ages.some((days) => days > 180)).toBe(true);
  });
});
