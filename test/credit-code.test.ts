import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCharacter,
  readCreditCode,
  registrationFault,
  registrationText,
} from '../api/agreements/credit-code-rules.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const character = fc.constantFrom(...alphabet);
const division = fc.integer({ min: 110_000, max: 659_999 }).map(String);
const first17 = fc
  .tuple(
    fc.string({ unit: character, minLength: 2, maxLength: 2 }),
    division,
    fc.string({ unit: character, minLength: 9, maxLength: 9 }),
  )
  .map((parts) => parts.join(''));
const code = first17.map((digits) => digits + checkCharacter(digits));

describe('a credit code (统一社会信用代码)', () => {
  it('is taken when its check character fits, as people write it', () => {
    // Issued codes that companies print in their own imprints: an outside judge of the weights.
    for (const issued of ['91440300708461136T', '914403001922038216', '91330100799655058B']) {
      expect(readCreditCode(issued)).toEqual({ ok: true, code: issued });
    }
    expect(readCreditCode(' ９１４４０３００７０８４６１１３６ｔ ')).toEqual({
      ok: true,
      code: '91440300708461136T',
    });
  });

  it('of any first 17 characters has exactly one check character', () => {
    fc.assert(
      fc.property(first17, (digits) => {
        const fitting = [...alphabet].filter((last) => readCreditCode(digits + last).ok);
        expect(fitting).toEqual([checkCharacter(digits)]);
      }),
    );
  });

  it('with one character mistyped, or two neighbours swapped, is found out', () => {
    const place = fc.integer({ min: 0, max: 17 });
    fc.assert(
      fc.property(code, place, character, (code, at, other) => {
        fc.pre(code[at] !== other);
        expect(readCreditCode(code.slice(0, at) + other + code.slice(at + 1)).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(code, fc.integer({ min: 0, max: 16 }), (code, at) => {
        fc.pre(code[at] !== code[at + 1]);
        const swapped = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
        expect(readCreditCode(swapped).ok).toBe(false);
      }),
    );
  });

  it('says what is wrong with it', () => {
    expect(readCreditCode('9144030070846113')).toEqual({ ok: false, reason: 'length' });
    expect(readCreditCode('91440300708461136I')).toEqual({ ok: false, reason: 'characters' });
    expect(readCreditCode('91330200MA2XXXXX7K')).toEqual({ ok: false, reason: 'check-character' });
    expect(readCreditCode('91440300708461136A')).toEqual({ ok: false, reason: 'check-character' });
  });

  it('answers any text at all without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(typeof readCreditCode(text).ok).toBe('boolean');
      }),
    );
  });
});

describe('a company without one', () => {
  const foreign = (country: string, number: string) => ({ kind: 'foreign', country, number }) as const;

  it('names its country and its number there', () => {
    expect(registrationFault(foreign('DE', 'HRB 12345'))).toBeNull();
    expect(registrationText(foreign('DE', 'HRB 12345'))).toBe('注册地德国，登记编号 HRB 12345');
    expect(registrationText(foreign('TW', '12345678'))).toBe('注册地中国台湾，登记编号 12345678');
    expect(registrationText(foreign('HK', '0012345'))).toBe('注册地中国香港，登记编号 0012345');
  });

  it('is not one of the mainland, and not one of nowhere', () => {
    for (const country of ['CN', 'XX', 'EU', 'de', 'Deutschland', '']) {
      expect(registrationFault(foreign(country, 'HRB 12345'))).toBe('country');
    }
    for (const number of ['', '-', 'a\u202Eb', 'x'.repeat(80)]) {
      expect(registrationFault(foreign('DE', number))).toBe('number');
    }
  });

  it('is told from one that has a code', () => {
    const own = { kind: 'credit-code', code: '91440300708461136T' } as const;
    expect(registrationFault(own)).toBeNull();
    expect(registrationText(own)).toBe('统一社会信用代码 91440300708461136T');
    expect(registrationFault({ ...own, code: '91440300708461136A' })).toBe('check-character');
  });
});
