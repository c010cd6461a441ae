import type { Phase, PublicCity } from '../../api/city/schema.ts';
import type { ParcelSummary } from '../../api/parcels/schema.ts';
import type { Locale } from '../../api/units/rules.ts';

/** What colours the parcels: one control indicator (控制指标) in five classes, of one industry. */
export type MapTheme = {
  /** Key in the pack's indicator set. */
  indicator: string;
  label: string;
  phase: Phase;
  /** As written in the language of the page; values and breaks stay in the stored unit. */
  unit: string;
  /** Stored value × factor is the number to be written (万元 → CNY k is × 10). */
  factor: number;
  decimals: number;
  /** Four breaks between five classes, in the stored unit, ascending. */
  breaks: [number, number, number, number];
  /** Words of the chosen industry (36 汽车制造业); null: each parcel's first admitted one. */
  industry: string | null;
};

/** Fills from low to high; the same five stand in web/ui/tokens.css for the list. */
export const rampColours = ['#bfe3d6', '#74c0b2', '#2a9d8f', '#1e7786', '#12507b'] as const;

/** Figures on the ramp: ink on classes 1–3, white on 4–5. */
export const rampInks = ['#16212e', '#16212e', '#16212e', '#ffffff', '#ffffff'] as const;

export type ThemeChoice = { locale: Locale; industry: string | null };

/** The pack's own theme; null where the pack names an indicator that it does not define. */
export function mapTheme(city: PublicCity, { locale, industry }: ThemeChoice): MapTheme | null {
  const definition = city.indicators.find(({ key }) => key === city.theme.indicator);
  if (definition === undefined) return null;
  const factor = locale === 'en' ? definition.unit.enFactor : 1;
  return {
    indicator: definition.key,
    label: definition.label[locale],
    phase: definition.phase,
    unit: definition.unit[locale],
    factor,
    decimals: Math.max(0, definition.decimals - Math.round(Math.log10(factor))),
    breaks: city.theme.breaks,
    industry,
  };
}

/** 1 (low) to 5 (high), a value on a break belonging to the class above; 0: not published, drawn hatched. */
export function themeClass(
  parcel: Pick<ParcelSummary, 'indicators'>,
  { indicator, breaks }: MapTheme,
): number {
  const value = parcel.indicators[indicator]?.value;
  return value === undefined ? 0 : 1 + breaks.filter((start) => value >= start).length;
}

/** The value as it stands on the map, always with its decimals; empty where it is not published. */
export function themeFigure(
  parcel: Pick<ParcelSummary, 'indicators'>,
  theme: MapTheme,
  locale: Locale,
): string {
  const value = parcel.indicators[theme.indicator]?.value;
  return value === undefined ? '' : figure(value * theme.factor, { locale, decimals: theme.decimals });
}

/** Ranges of the five classes in figures: `<20`, `20–25`, …, `≥35`. */
export function themeRanges(theme: MapTheme, locale: Locale): string[] {
  const [first, second, third, fourth] = theme.breaks.map((value) => {
    const written = value * theme.factor;
    return figure(written, { locale, decimals: Number.isInteger(written) ? 0 : theme.decimals });
  });
  return [`<${first}`, `${first}–${second}`, `${second}–${third}`, `${third}–${fourth}`, `≥${fourth}`];
}

function figure(value: number, { locale, decimals }: { locale: Locale; decimals: number }): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(locale, digits).format(value);
}
