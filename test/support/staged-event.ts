import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { Snapshot, type Venue } from '../../api/events/event-schema.ts';
import type { NewItem } from '../../api/events/rundown-schema.ts';

const title = (zh: string, en: string) => ({ zh, en });
const Sent = z.object({ status: z.number(), body: z.string() });

/** What the portal answers to `POST /path` of the person who is signed in on this page, asked as the page itself asks. */
async function send(page: Page, request: string, body?: object): Promise<string> {
  const [method = 'GET', path = '/'] = request.split(' ');
  const asked = { method, path, body: JSON.stringify(body), key: randomUUID() };
  const answer = Sent.parse(
    await page.evaluate(async ({ method, path, body, key }) => {
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
      const response = await fetch(path, { method, headers, cache: 'no-store', body: body ?? null });
      return { status: response.status, body: await response.text() };
    }, asked),
  );
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.body}`);
  return answer.body;
}

/** An announced event of speeches, whose host has signed in on `host` and presses what a console would. */
export async function stagedEvent(host: Page, speeches: readonly string[], venues: readonly Venue[] = []) {
  const slug = `staged-${randomUUID().slice(0, 8)}`;
  const items = speeches.map((words): NewItem => ({
    ...{
      kind: 'speech',
      title: title(words, words),
      plannedSeconds: 300,
      parcelCodes: [],
      venue: venues[0]?.key ?? null,
      notes: '',
    },
  }));
  const event = { slug, title: title('云招商活动', 'Live event'), startsAt: new Date().toISOString() };
  await send(host, 'POST /api/events', { ...event, isAnnounced: true, venues, items });
  const read = async () => Snapshot.parse(JSON.parse(await send(host, `GET /api/events/${slug}/snapshot`)));
  const press = async (verb: string, more = {}) => {
    const { seq: expectedSeq } = await read();
    await send(host, `POST /api/events/${slug}/${verb}`, { expectedSeq, ...more });
  };
  return {
    slug,
    press,
    /** Arms an item and takes it; `center` is where the host's map goes. */
    async show(index: number, center: [lon: number, lat: number]): Promise<void> {
      await press('standby', { item: (await read()).items[index]?.id });
      const camera = { center, zoom: 13, bearing: 0, pitch: 0, parcel: null, layers: [] };
      await press('take', { camera });
    },
  };
}
