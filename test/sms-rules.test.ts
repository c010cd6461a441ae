import fc from 'fast-check';
import { expect, it } from 'vitest';
import { comparablePhone } from '../api/enquiries/person-rules.ts';
import { acknowledgementMessage, answerMessage } from '../api/enquiries/letter-texts.ts';
import { Telephone } from '../api/letters/schema.ts';
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
  ['+86 138 0000 2217', '13800002217'],
  ['0086 (0) 138-0000-2217', '13800002217'],
  ['17951 138 0000 2217', '13800002217'],
  ['+1 415 555 0100', '+14155550100'],
  ['001 415 555 0100', '0014155550100'],
  ['+49 (0)30-1234567', '+49301234567'],
  ['0579-8211 2217', '057982112217'],
])('dials %s as %s', (phone, number) => {
  expect(dialled(phone)).toBe(number);
});

it('takes a Chinese mobile number for one and the same, however it is written', () => {
  const mobile = fc.stringMatching(/^1[3-9]\d{9}$/);
  const before = fc.array(fc.constantFrom('0', '00', '86', '+86', '(0)', '17951', '17911', '12593'), {
    maxLength: 3,
  });
  const gap = fc.constantFrom('', ' ', '-');
  fc.assert(
    fc.property(mobile, before, gap, (number, prefixes, mark) => {
      // A plus stands only at the very beginning of a number.
      const [first = '', ...rest] = prefixes;
      const written = [
        first,
        ...rest.map((one) => one.replace('+', '')),
        number.slice(0, 3),
        number.slice(3),
      ];
      expect(comparablePhone(written.join(mark))).toBe(`86${number}`);
    }),
  );
});

it('keeps numbers of other countries and of desks apart from it, and one with itself', () => {
  const one = (...written: string[]) => expect(new Set(written.map(comparablePhone)).size).toBe(1);
  one('+49 (0)30 1234567', '0049 30 1234567', '+49 30 1234567');
  one('0579-8211 2217', '0579 82112217');
  const national = fc.stringMatching(/^[3-9]\d{9}$/);
  fc.assert(
    fc.property(national, (number) => {
      expect(comparablePhone(`+1 ${number}`)).toBe(`1${number}`);
      expect(comparablePhone(`1${number}`)).toBe(`861${number}`);
    }),
  );
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

it('whatever is taken as a telephone number can be dialled', () => {
  const written = fc.stringMatching(/^\+?\d[\d ()-]{4,24}\d$/);
  fc.assert(
    fc.property(written, (phone) => {
      if (Telephone.safeParse(phone).success) expect(dialled(phone)).toMatch(/^\+?\d{4,20}$/);
    }),
    { numRuns: 500 },
  );
  for (const phone of ['1-----2', '13900008806'.repeat(2) + '1234', '1(000)23'])
    expect(Telephone.safeParse(phone).success).toBe(false);
  for (const phone of [
    '0579-8211 2217',
    '+49 (0)30-1234567',
    '17951 138 0000 2217',
    '0086 (0) 138-0000-2217',
  ])
    expect(Telephone.safeParse(phone).success).toBe(true);
});
