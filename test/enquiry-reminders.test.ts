import { expect, it } from 'vitest';
import { reminderLetter } from '../api/enquiries/letter-texts.ts';
import { workingDays } from '../api/calendar/working-days.ts';
import { dueSteps } from '../api/enquiries/remind-rules.ts';
import { reminderDetail, reminderOf } from '../api/enquiries/terms.ts';

const hours = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const time = { hours, isWorked: workingDays() };

it('tells a reminder of a later question from one of the first, on record and in the letter', () => {
  for (const question of [null, 7])
    expect(reminderOf(reminderDetail({ minutes: 240, question }))).toEqual({ minutes: 240, question });
  const about = { siteName: '金华招商地图', number: 'XP-2611-0007', link: 'http://127.0.0.1/' };
  const letter = reminderLetter({ ...about, minutes: 480, isFollowUp: true });
  expect(letter.subject).toContain('追问已过 8 个工作小时无人答复');
  expect(letter.body).not.toContain('公开统计已计入');
  expect(reminderLetter({ ...about, minutes: 480, isFollowUp: false }).body).toContain('公开统计已计入');
});

it('takes each step of a question once', () => {
  const taken = [{ kind: 'reminded', detail: reminderDetail({ minutes: 240, question: 7 }) }];
  const wait = { from: new Date('2026-11-23T09:00:00+08:00'), at: new Date('2026-11-23T17:10:00+08:00') };
  expect(dueSteps({ ...wait, taken }, time)).toEqual([{ kind: 'reminded', minutes: 390 }]);
});

it('takes the steps that fell due before days nobody can tell, and none that would fall into them', () => {
  // The last working day that anybody can tell is the 23rd of December; seven hours of it are used.
  const wait = { from: new Date('2026-12-23T09:00:00+08:00'), at: new Date('2026-12-24T10:00:00+08:00') };
  expect(dueSteps({ ...wait, taken: [] }, time)).toEqual([
    { kind: 'reminded', minutes: 240 },
    { kind: 'reminded', minutes: 390 },
  ]);
});
