import fc from 'fast-check';

/** Three who sign, two side by side and the third after them, and one who approves beside the third or after him. */
export const parties = (approverGroup: number) =>
  [
    ['signer', 1, '林国栋', '宁波某汽车零部件有限公司', 'lin@company.test'] as const,
    ['signer', 1, '陈立', '武义县招商投资促进中心', 'chen@city.test'] as const,
    ['signer', 2, '周敏', '某产业园区管理委员会', 'zhou@park.test'] as const,
    ['approver', approverGroup, '何志远', '武义县招商投资促进中心', 'he@city.test'] as const,
  ].map(([role, group, name, organisation, email]) => ({ role, group, name, organisation, email }));

const dayMs = 86_400_000;
/** `late`: past the deadline that an agreement has at first. `term`: past the time for which its parcel is held. */
export const passing = { late: 31 * dayMs, term: 181 * dayMs };
/** 展期 goes so far. */
export const putOffMs = 300 * dayMs;
const acts = [
  ...(['sign', 'approve', 'seal', 'outage', 'decline', 'disapprove', 'void'] as const),
  ...(['late', 'term', 'sweep', 'extend', 'rival'] as const),
];
/** What may happen next. */
const oneAct = fc.record({
  // Mostly what people want, so that many ways lead to the end. `next`: who is first of those that are missing does his part.
  act: fc.oneof(
    { weight: 12, arbitrary: fc.constant('next' as const) },
    { weight: 4, arbitrary: fc.constant('sign' as const) },
    { weight: 3, arbitrary: fc.constant('approve' as const) },
    { weight: 5, arbitrary: fc.constantFrom('seal' as const, 'outage' as const) },
    { weight: 8, arbitrary: fc.constantFrom(...acts) },
  ),
  position: fc.integer({ min: 0, max: 2 }),
});
export type AskedAct = { act: 'next' | (typeof acts)[number]; position: number };
export type Act = { act: (typeof acts)[number]; position: number };
export const oneWay = fc.record({
  approverGroup: fc.constantFrom(2, 3),
  way: fc.array(oneAct, { minLength: 5, maxLength: 14, size: 'max' }),
});
export type Way = { approverGroup: number; way: readonly AskedAct[] };
