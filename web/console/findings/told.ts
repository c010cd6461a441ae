import type { PublicCity } from '../../../api/city/schema.ts';
import type { Finding } from '../../../api/imports/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { formatArea, formatNumber } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { moneyText, priceColumns } from '../../parcels/money-text.ts';
import { formatDay } from '../../ui/dates.ts';
import { factLabel, indicatorLabel } from '../parcels/fact-labels.ts';
import { regionName } from '../parcels/region-names.ts';

export type FindingReader = { city: PublicCity; locale: Locale };

export type FindingText = { message: string; remedy: string };

/** The words of one rule, from what its finding carries. */
export type FindingWords = (told: Told) => FindingText;

/** The values of one finding as they are read in a language. What it does not carry is remembered as lacking. */
export class Told {
  isWhole = true;
  readonly #finding: Finding;
  readonly #reader: FindingReader;

  constructor(finding: Finding, reader: FindingReader) {
    this.#finding = finding;
    this.#reader = reader;
  }

  has(name: string): boolean {
    return this.#finding.values?.[name] !== undefined;
  }

  number(name: string, decimals = 2): string {
    return this.#number(name, (value) => formatNumber(value, { locale: this.#reader.locale, decimals }));
  }

  text(name: string): string {
    return this.#words(name, (value) => value);
  }

  /** A calendar day, or the Shanghai day of an instant. */
  day(name: string): string {
    return this.#words(name, (value) => formatDay(value, this.#reader.locale));
  }

  area(name: string): string {
    const { locale } = this.#reader;
    return this.#number(name, (areaM2) =>
      m.area_in_full({
        square: formatArea(areaM2, 'm²', { locale, fixed: true }).value,
        mu: formatArea(areaM2, 'mu', { locale, fixed: true }).value,
        hectares: formatArea(areaM2, 'hectare', { locale, fixed: true }).value,
      }),
    );
  }

  money(name: string): string {
    return this.#number(name, (yuan) => moneyText(priceColumns(yuan, this.#reader.locale)));
  }

  region(name: string): string {
    const { city, locale } = this.#reader;
    return this.#words(name, (code) => regionName(code, city, locale));
  }

  /** Name of a field of the sheet 地块. */
  field(name: string): string {
    return this.#words(name, (key) => factLabel(`fields.${key}`, this.#reader.city));
  }

  /** Code of the parcel that a row of a file is about. */
  parcel(): string {
    return this.#finding.parcel ?? this.#lacking();
  }

  /** What a drawn outline is called in its file. */
  shape(): string {
    return this.has('shape') ? this.text('shape') : m.finding_unnamed();
  }

  /** Head of the column of a table. */
  column(): string {
    return this.#finding.field ?? this.#lacking();
  }

  /** What the finding is about. */
  fact(): string {
    const { path } = this.#finding;
    return path === undefined ? this.#lacking() : factLabel(path, this.#reader.city);
  }

  /** One part of what it is about: of `admissions.36.tax_per_mu` the second is the industry. */
  part(index: number): string {
    return this.#finding.path?.split('.')[index] ?? this.#lacking();
  }

  /** Of `admissions.36.tax_per_mu`, without its industry. */
  indicator(): string {
    const key = this.part(2);
    return key === '' ? key : indicatorLabel(key, this.#reader.city);
  }

  /** Of `evaluations.flood`. */
  evaluation(): string {
    const { city, locale } = this.#reader;
    const known = city.evaluations.find(({ key }) => key === this.part(1));
    return known?.label[locale] ?? this.#lacking();
  }

  /** The unit of the limit or indicator that it is about; empty where that has none. */
  unit(): string {
    const { city, locale } = this.#reader;
    const key = this.#finding.path?.split('.').at(-1);
    const known = [...city.limits, ...city.indicators].find((definition) => definition.key === key);
    return known?.unit[locale] ?? '';
  }

  #number(name: string, write: (value: number) => string): string {
    const value = this.#finding.values?.[name];
    return typeof value === 'number' ? write(value) : this.#lacking();
  }

  #words(name: string, write: (value: string) => string): string {
    const value = this.#finding.values?.[name];
    return typeof value === 'string' ? write(value) : this.#lacking();
  }

  #lacking(): string {
    this.isWhole = false;
    return '';
  }
}
