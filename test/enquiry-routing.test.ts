import { expect, it } from 'vitest';
import { departmentOf, onDuty } from '../api/enquiries/routing-rules.ts';

const asked = (...departments: string[]) =>
  departments.map((departmentCode, index) => ({ code: `P-${index}`, departmentCode }));

it('a question goes to the department of most of its parcels, and to the city without any', () => {
  expect(departmentOf(asked('wuyi', 'yiwu', 'yiwu'), 'city')).toBe('yiwu');
  expect(departmentOf([], 'city')).toBe('city');
});

it('of departments that share the parcels equally the one named first answers', () => {
  expect(departmentOf(asked('wuyi', 'yiwu'), 'city')).toBe('wuyi');
  expect(departmentOf(asked('wuyi', 'yiwu', 'yiwu', 'wuyi'), 'city')).toBe('wuyi');
});

it('the first on duty who is there has it: not a deputy who is away too', () => {
  const list = (...absent: boolean[]) =>
    absent.map((isAbsent, index) => ({ accountId: index + 1, isAbsent }));
  expect(onDuty(list(false, false))).toEqual({ officerId: 1, detail: 'duty' });
  expect(onDuty(list(true, false, false))).toEqual({ officerId: 2, detail: 'deputy' });
  expect(onDuty(list(true, true, false))).toEqual({ officerId: 3, detail: 'deputy' });
  expect(onDuty(list(true, true))).toEqual({ officerId: 1, detail: 'absent' });
  expect(onDuty([])).toEqual({ officerId: null, detail: 'nobody' });
});
