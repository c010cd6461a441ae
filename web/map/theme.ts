import type { IndicatorDefinition, Phase, PublicCity } from '../../api/city/schema.ts';
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
  /** By which one a parcel is coloured that does not admit `industry`; null where all that match admit it. */
  others: 'first' | 'searched' | null;
};

/** Fills from low to high; the same five stand in web/ui/tokens.css for the list. */
export const rampColours = ['#bfe3d6', '#74c0b2', '#2a9d8f', '#1e7786', '#12507b'] as const;

/** Figures on the ramp: ink on classes 1–3, white on 4–5. */
export const rampInks = ['#16212e', '#16212e', '#16212e', '#ffffff', '#ffffff'] as const;

type Themed = Pick<PublicCity, 'indicators' | 'theme'>;
type Breaks = MapTheme['breaks'];

/** The breaks of an indicator; null: it colours nothing. For the pack's own theme those of the theme count. */
function breaksOf({ key, breaks }: IndicatorDefinition, { theme }: Themed): Breaks | null {
  return key === theme.indicator ? theme.breaks : breaks;
}

/** Indicators that can colour the map (着色), in the pack's order. */
export function colouringIndicators(city: Themed): IndicatorDefinition[] {
  return city.indicators.filter((definition) => breaksOf(definition, city) !== null);
}

/**
 * The indicator that colours the parcels: the one asked for by key where it can, else the pack's own; undefined where the
 * pack names an indicator that it does not define.
 */
export function colouringIndicator(city: Themed, colour: string | null): IndicatorDefinition | undefined {
  const able = colouringIndicators(city);
  return able.find(({ key }) => key === colour) ?? able.find(({ key }) => key === city.theme.indicator);
}

/** `colour`: key of an indicator as the address names it; null: the pack's own theme. */
export type ThemeChoice = Pick<MapTheme, 'industry'> & {
  locale: Locale;
  others?: MapTheme['others'];
  colour?: string | null;
};

/** Null where there is no indicator to colour by. */
export function mapTheme(city: Themed, choice: ThemeChoice): MapTheme | null {
  const { locale, industry, others = null, colour = null } = choice;
  const definition = colouringIndicator(city, colour);
  const breaks = definition && breaksOf(definition, city);
  if (definition === undefined || breaks == null) return null;
  const factor = locale === 'en' ? definition.unit.enFactor : 1;
  return {
    indicator: definition.key,
    label: definition.label[locale],
    phase: definition.phase,
    unit: definition.unit[locale],
    factor,
    decimals: Math.max(0, definition.decimals - Math.round(Math.log10(factor))),
    breaks,
    industry,
    others,
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
