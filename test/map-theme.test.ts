import { describe, expect, it } from 'vitest';
import { scaleBar, scaleWords } from '../web/map/scale.ts';
import { CityPack } from '../api/city/schema.ts';
import {
  colouringIndicators,
  mapTheme,
  rampColours,
  rampInks,
  themeClass,
  themeFigure,
  themeRanges,
} from '../web/map/theme.ts';
import { jinhua, readJson, rectangleParcel } from './support/map-fixtures.ts';

const city = jinhua();

function theme(locale: 'zh-CN' | 'en') {
  const found = mapTheme(city, { locale, industry: null });
  if (found === null) throw new Error('the pack defines its theme');
  return found;
}

function parcelAsking(tax: number | null) {
  return rectangleParcel({ code: 'A', corner: [119.6, 29], tax }).properties;
}

/** WCAG 2.2, 1.4.3: relative luminance contrast of two #rrggbb colours. */
function contrast(first: string, second: string): number {
  const [dark = 0, light = 0] = [luminance(first), luminance(second)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the theme that colours parcels', () => {
  it('is null where the pack names an indicator that it does not define', () => {
    const broken = { ...city, theme: { ...city.theme, indicator: 'no_such_key' } };
    expect(mapTheme(broken, { locale: 'en', industry: null })).toBeNull();
  });

  it('puts a value on a break into the class above it', () => {
    const classes = [19.9, 20, 24.99, 25, 30, 35, 90].map((tax) =>
      themeClass(parcelAsking(tax), theme('zh-CN')),
    );
    expect(classes).toEqual([1, 2, 2, 3, 4, 5, 5]);
  });

  it('keeps unknown apart from low: class 0 and no figure, never a zero', () => {
    expect(themeClass(parcelAsking(null), theme('zh-CN'))).toBe(0);
    expect(themeFigure(parcelAsking(null), theme('zh-CN'), 'zh-CN')).toBe('');
    expect(themeClass(parcelAsking(0), theme('zh-CN'))).toBe(1);
  });

  it('writes 32 as 32.0 万元 and as CNY 320 k, breaks included', () => {
    expect(themeFigure(parcelAsking(32), theme('zh-CN'), 'zh-CN')).toBe('32.0');
    expect(themeFigure(parcelAsking(32), theme('en'), 'en')).toBe('320');
    expect(themeRanges(theme('zh-CN'), 'zh-CN')).toEqual(['<20', '20–25', '25–30', '30–35', '≥35']);
    expect(themeRanges(theme('en'), 'en')).toEqual(['<200', '200–250', '250–300', '300–350', '≥350']);
  });

  it('writes figures on the ramp with a contrast of at least 4.5 to 1', () => {
    const contrasts = rampColours.map((fill, index) => contrast(fill, rampInks[index] ?? fill));
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('colouring by another indicator', () => {
  const xiaoshi = CityPack.parse(readJson('test/support/cities/xiaoshi/pack.json'));

  it('offers the indicators that have breaks, and the pack’s own theme', () => {
    expect(colouringIndicators(city).map(({ key }) => key)).toEqual(city.indicators.map(({ key }) => key));
    expect(colouringIndicators(xiaoshi).map(({ key }) => key)).toEqual([
      'investment_density',
      'tax_yield',
      'energy_intensity',
    ]);
  });

  it('takes key, unit, phase and breaks of the one asked for', () => {
    expect(mapTheme(city, { locale: 'en', industry: null, colour: 'fixed_invest_intensity' })).toMatchObject({
      indicator: 'fixed_invest_intensity',
      phase: 'completion',
      unit: 'CNY k/mu',
      breaks: [250, 300, 350, 400],
    });
  });

  it('keeps the pack’s own theme for a key that colours nothing', () => {
    for (const colour of ['no_such_key', 'jobs_per_mu', null])
      expect(mapTheme(xiaoshi, { locale: 'zh-CN', industry: null, colour })?.indicator).toBe('tax_yield');
  });

  it('writes English breaks in the English unit, also where that one is the larger', () => {
    const energy = mapTheme(xiaoshi, { locale: 'en', industry: null, colour: 'energy_intensity' });
    expect(energy && themeRanges(energy, 'en')).toEqual([
      '<0.010',
      '0.010–0.020',
      '0.020–0.030',
      '0.030–0.040',
      '≥0.040',
    ]);
  });

  it('has breaks that ascend, in every pack', () => {
    for (const pack of [city, xiaoshi])
      for (const { key } of colouringIndicators(pack)) {
        const breaks = mapTheme(pack, { locale: 'zh-CN', industry: null, colour: key })?.breaks ?? [];
        expect(breaks, key).toHaveLength(4);
        expect(breaks, key).toEqual([...new Set(breaks)].toSorted((a, b) => a - b));
      }
  });
});

describe('the scale bar', () => {
  it('takes the longest of 1, 2, 5 times a power of ten that fits', () => {
    expect(scaleBar(7.2, 92)).toEqual({ distanceM: 500, widthPx: 500 / 7.2 });
    expect(scaleBar(1.48, 92).distanceM).toBe(100);
    expect(scaleBar(267, 92).distanceM).toBe(20_000);
    expect(scaleBar(1, 100)).toEqual({ distanceM: 100, widthPx: 100 });
  });

  it('speaks of metres below a kilometre and of kilometres from there', () => {
    expect(scaleWords(500, 'zh-CN')).toEqual({ value: '500', unit: 'm' });
    expect(scaleWords(20_000, 'en')).toEqual({ value: '20', unit: 'km' });
  });
});
