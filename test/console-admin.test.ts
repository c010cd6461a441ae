import { describe, expect, it } from 'vitest';
import type { ManagedDepartment } from '../api/accounts/schema.ts';
import { appointmentProblems } from '../api/accounts/appointment-rules.ts';
import { competences, duties, staffRoles, type Duty } from '../api/accounts/terms.ts';
import { settled } from '../web/console/admin/appointment.ts';
import { changesOf } from '../web/console/admin/department-changes.ts';

const department = (code: string, duty: Duty): ManagedDepartment => ({
  code,
  nameZh: code,
  nameEn: code,
  duty,
  regions: ['330700'],
  officers: [],
  head: null,
  people: 0,
});
const departments = duties.flatMap((duty) => [department(`${duty}-1`, duty), department(`${duty}-2`, duty)]);

describe('an appointment in the form', () => {
  it('is one that the server takes, whatever role, department and competences were chosen before', () => {
    for (const role of staffRoles)
      for (const { code } of [...departments, { code: '' }])
        for (const held of [[], ['land'], ['terms'], [...competences]] as const) {
          const wish = settled({ role, department: code, competences: [...held] }, departments);
          const chosen = departments.find(({ code: known }) => known === wish.department) ?? null;
          const problems = appointmentProblems({ ...wish, department: chosen });
          expect(problems, JSON.stringify({ role, code, held, wish })).toEqual([]);
        }
  });

  it('keeps the department and the competences that still go together', () => {
    const wish = { role: 'reviewer' as const, department: 'land-2', competences: [...competences] };
    expect(settled(wish, departments)).toEqual(wish);
    expect(settled({ ...wish, department: 'terms-2' }, departments)).toMatchObject({
      department: 'terms-2',
      competences: ['terms'],
    });
  });
});

describe('a changed department', () => {
  it('sends only what differs, so that what the city pack rules is left alone', () => {
    const before = department('wuyi', 'promotion');
    const { nameZh, nameEn, duty, regions } = before;
    const officers = [{ nameZh: '甲', nameEn: 'A', phone: '0579-1234567', account: null }];
    expect(changesOf(before, { nameZh, nameEn, duty, regions, officers, head: null })).toEqual({ officers });
    expect(changesOf(before, { nameZh, nameEn, duty, regions, officers: [], head: 7 })).toEqual({ head: 7 });
  });
});
