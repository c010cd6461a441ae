import { daysBetween, shanghaiDay } from '../../../api/calendar/rules.ts';
import type { Difference } from '../../../api/drafts/schema.ts';
import type { Locale } from '../../../api/units/rules.ts';
import { formatNumber } from '../../../api/units/rules.ts';
import { m } from '../../paraglide/messages.js';
import { fieldKinds, isFieldKey } from './field-terms.ts';

/** How far apart the two sides are: days for dates, per cent for numbers, nothing for words. */
export function changeSize({ path, before, after }: Difference, locale: Locale): string {
  const [group = '', key = ''] = path.split('.');
  const kind = group === 'fields' && isFieldKey(key) ? fieldKinds[key] : null;
  if (typeof before === 'string' && typeof after === 'string' && (kind === 'day' || kind === 'instant')) {
    const days = daysBetween(shanghaiDay(new Date(before)), shanghaiDay(new Date(after)));
    return days === 0 ? '' : m.difference_days({ days: signed(days, { locale, decimals: 0 }) });
  }
  const [was, is] = [measureOf(before), measureOf(after)];
  if (was === null || is === null || was === 0 || was === is) return '';
  return `${signed(((is - was) / was) * 100, { locale, decimals: 2 })} %`;
}

/** What is measured in a value: itself, the area of a shape, a cost, or the one bound of an interval. */
function measureOf(value: Difference['before']): number | null {
  if (typeof value === 'number') return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const { areaM2, lower, upper } = value;
  if (typeof areaM2 === 'number') return areaM2;
  if (typeof lower === 'number' && typeof upper !== 'number') return lower;
  return typeof upper === 'number' && typeof lower !== 'number' ? upper : null;
}

function signed(value: number, format: { locale: Locale; decimals: number }): string {
  const digits = formatNumber(Math.abs(value), format);
  return value < 0 ? `−${digits}` : `+${digits}`;
}
