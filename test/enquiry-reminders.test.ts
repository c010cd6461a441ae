import { expect, it } from 'vitest';
import { reminderLetter } from '../api/enquiries/letter-texts.ts';
import { dueSteps } from '../api/enquiries/remind-rules.ts';
import { reminderDetail, reminderOf } from '../api/enquiries/terms.ts';

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
  expect(dueSteps(400, taken)).toEqual([{ kind: 'reminded', minutes: 390 }]);
});
