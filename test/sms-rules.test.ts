import { expect, it } from 'vitest';
import { acknowledgementMessage, answerMessage } from '../api/enquiries/letter-texts.ts';
import { dialled, smsParts, smsRefusal } from '../api/letters/sms-rules.ts';

it.each([
  [1, 1],
  [70, 1],
  [71, 2],
  [134, 2],
  [135, 3],
  [335, 5],
])('a short message of %i letters goes in %i parts', (letters, parts) => {
  expect(smsParts('询'.repeat(letters))).toBe(parts);
  expect(smsRefusal('询'.repeat(letters))).toBeNull();
});

it.each(['询'.repeat(336), '', '  ', 'a\r', 'a\tb', 'a\u2028b', '\u0000'])('refuses %j', (text) => {
  expect(smsRefusal(text)).not.toBeNull();
});

it.each([
  ['138 0000 2217', '13800002217'],
  ['+49 (0)30-1234567', '+490301234567'],
  ['0579-8211 2217', '057982112217'],
])('dials %s as %s', (phone, number) => {
  expect(dialled(phone)).toBe(number);
});

it.each(['zh-CN', 'en'] as const)(
  'what the portal sends is short also with a long address (%s)',
  (locale) => {
    const facts = {
      siteName: locale === 'en' ? 'Jinhua Investment Promotion Map' : '金华市招商引资地图',
      number: 'XP-2611-00001',
      link: `https://${'investment.'.repeat(5)}jinhua.gov.cn/enquiry#t=${'A'.repeat(43)}`,
      locale,
      department: '',
      phone: '',
      due: '2026-11-24 10:00',
    };
    expect(smsParts(acknowledgementMessage(facts))).toBeLessThanOrEqual(4);
    expect(smsParts(answerMessage(facts))).toBeLessThanOrEqual(4);
  },
);
