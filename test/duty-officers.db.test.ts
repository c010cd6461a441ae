import { expect, it } from 'vitest';
import { readParcel } from '../api/parcels/records.ts';
import { commit, parcelDraft, prepareCity, readJinhua } from './support/parcels.ts';
import { onBothDatabases } from './support/test-database.ts';

const first = new Date('2026-11-01T00:00:00Z');
const now = new Date('2026-11-22T02:00:00Z');

onBothDatabases('the contact of a parcel', (open) => {
  it('is the officer whom the pack names until an administrator puts somebody else on duty', async () => {
    const city = await readJinhua();
    await prepareCity(open(), city);
    const draft = parcelDraft('C-1');
    await commit(open(), [draft], { pack: city.pack, publicFrom: first });
    const read = async () => (await readParcel(open().sql, 'C-1', { city, at: now })).contact;
    const named = city.pack.departments.find(({ code }) => code === draft.fields.department);
    expect(await read()).toMatchObject({ officer: named?.officer['zh-CN'], phone: named?.phone });
    const code = named?.code ?? '';
    await open().sql`delete from duty_officer where department_code = ${code}`;
    const officers = [2, 1].map((position) => ({
      department_code: code,
      position,
      name_zh: `值班${position}`,
      name_en: `Duty ${position}`,
      phone: `+86 579-0000 090${position}`,
    }));
    await open().sql`insert into duty_officer ${open().sql(officers)}`;
    expect(await read()).toMatchObject({
      organisation: named?.name['zh-CN'],
      officer: '值班1',
      officerEn: 'Duty 1',
      phone: '+86 579-0000 0901',
    });
  });
});
