import { isStreamAddress } from '../../../api/events/terms.ts';
import { m } from '../../paraglide/messages.js';
import type { RefusedPlace } from '../client.ts';
import { secondsOf, type RundownForm } from './rundown-form.ts';

const shortName = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What is missing before anything is sent, at its place, in the reader's language; the server looks at the rest. */
export function formFaults(form: RundownForm, isNew: boolean): RefusedPlace[] {
  const faults: RefusedPlace[] = [];
  const say = (path: string, message: string) => faults.push({ path, message });
  const slug = form.slug.trim();
  if (isNew && (!shortName.test(slug) || slug.length < 3 || slug.length > 60))
    say('slug', m.rundown_slug_wrong());
  if (form.zh.trim() === '') say('title.zh', m.rundown_zh_missing());
  if (form.en.trim() === '') say('title.en', m.rundown_en_missing());
  if (form.startsAt === '') say('startsAt', m.rundown_start_missing());
  for (const { row, key, zh, en, sources } of form.venues) {
    if (!shortName.test(key.trim())) say(`venues.#${row}.key`, m.rundown_key_wrong());
    if (zh.trim() === '') say(`venues.#${row}.title.zh`, m.rundown_zh_missing());
    if (en.trim() === '') say(`venues.#${row}.title.en`, m.rundown_en_missing());
    for (const [index, { url }] of sources.entries())
      if (!isStreamAddress(url.trim())) say(`venues.#${row}.sources.${index}.url`, m.rundown_url_wrong());
  }
  if (form.items.length === 0) say('items', m.rundown_no_items());
  for (const item of form.items) {
    if (item.zh.trim() === '') say(`items.#${item.row}.title.zh`, m.rundown_zh_missing());
    if (item.en.trim() === '') say(`items.#${item.row}.title.en`, m.rundown_en_missing());
    if (secondsOf(item) === 0) say(`items.#${item.row}.plannedSeconds`, m.rundown_time_wrong());
  }
  return faults;
}
