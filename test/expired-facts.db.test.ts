import { beforeAll, expect, it } from 'vitest';
import type { City } from '../api/city/pack.ts';
import type { ParcelDraft } from '../api/imports/schema.ts';
import { answerQuery } from '../api/parcels/answer.ts';
import { readParcel } from '../api/parcels/records.ts';
import { ParcelQuery } from '../api/parcels/query-schema.ts';
import { commit, parcelDraft, prepareCity, readJinhua, verified } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const first = new Date('2026-11-01T00:00:00Z');
/** The last hour in Shanghai of the day until which the facts are valid, and the first of the next. */
const lastHour = new Date('2026-11-10T15:30:00Z');
const nextHour = new Date('2026-11-10T16:30:00Z');
const expiring = { ...verified, validUntil: '2026-11-10' };

onBothDatabases('a critical fact whose validity has ended', (open) => {
  let city: City;
  const bring = (code: string, over: Partial<ParcelDraft>) =>
    commit(open(), [parcelDraft(code, over)], { pack: city.pack, publicFrom: first });
  const read = (code: string, at: Date) => readParcel(open().sql, code, { city, at });

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    expect(city.pack.criticalFacts).toContain('limits');
  });

  it('suspends a parcel without a notice from the next day in Shanghai on, and says until when it was verified', async () => {
    await bring('E-1', { provenance: { limits: expiring } });
    expect(await read('E-1', lastHour)).toMatchObject({ status: 'planned', suspension: null });
    expect(await read('E-1', nextHour)).toMatchObject({
      status: 'suspended',
      onOffer: false,
      suspension: { validUntil: '2026-11-10' },
    });
    const offered = await answerQuery(open().sql, ParcelQuery.parse({ q: 'E-1', status: 'suspended' }), {
      city,
      at: nextHour,
    });
    expect(offered.total).toBe(1);
  });

  it('does so also where it is said of one of them, or of all there is', async () => {
    await bring('E-2', { provenance: { 'limits.far': expiring } });
    await bring('E-3', { provenance: { fields: expiring } });
    expect((await read('E-2', nextHour)).status).toBe('suspended');
    expect((await read('E-3', nextHour)).status).toBe('suspended');
  });

  it('does not where what is said closest to the fact still holds, nor where the fact is not critical', async () => {
    const holds = { ...verified, validUntil: '2027-11-10' };
    await bring('E-4', { provenance: { fields: expiring, 'fields.offeredAreaM2': holds } });
    await bring('E-5', { provenance: { 'fields.noticeNumber': expiring, utilities: expiring } });
    expect((await read('E-4', nextHour)).status).toBe('planned');
    expect((await read('E-5', nextHour)).status).toBe('planned');
  });

  it('takes nothing back from an official notice while it runs', async () => {
    const fields = {
      noticeAt: '2026-10-20T09:00:00+08:00',
      listingStartsAt: '2026-11-10T09:00:00+08:00',
      listingEndsAt: '2026-11-20T16:00:00+08:00',
    };
    const unsold = {
      kind: 'unsold' as const,
      at: '2026-11-21T10:00:00+08:00',
      amountYuan: null,
      document: null,
    };
    await bring('E-6', { fields, events: [unsold], provenance: { limits: expiring } });
    expect(await read('E-6', nextHour)).toMatchObject({ status: 'listed', suspension: null });
    const over = await read('E-6', new Date('2026-11-25T00:00:00Z'));
    expect(over).toMatchObject({ status: 'suspended', suspension: { validUntil: '2026-11-10' } });
  });
});
