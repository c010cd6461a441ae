import type { Locale } from '../../api/units/rules.ts';
import { m } from '../paraglide/messages.js';
import type { MapWords } from './engine.ts';

export function mapWords(locale: Locale): MapWords {
  return {
    name: m.map_name({}, { locale }),
    scrollHint: m.map_scroll_hint({}, { locale }),
    scrollHintMac: m.map_scroll_hint_mac({}, { locale }),
    touchHint: m.map_touch_hint({}, { locale }),
  };
}
