import { describe, expect, it } from 'vitest';
import { readIndustries } from '../api/city/industries.ts';
import { readInputs } from '../scripts/demo/inputs.ts';

const industries = await readIndustries('data/industries.csv');
const byCode = new Map(industries.map((industry) => [industry.code, industry]));

function ofLength(length: number): typeof industries {
  return industries.filter(({ code }) => /^\d+$/.test(code) && code.length === length);
}

describe('data/industries.csv', () => {
  it('holds the 20 sections, 97 divisions and 473 groups of GB/T 4754-2017, each once', () => {
    expect(industries.filter(({ code }) => /^[A-T]$/.test(code))).toHaveLength(20);
    expect(ofLength(2)).toHaveLength(97);
    expect(ofLength(3)).toHaveLength(473);
    expect(byCode.size).toBe(590);
  });

  it('hangs divisions on sections and groups on their division, parents first', () => {
    const seen = new Set<string>();
    for (const { code, parent } of industries) {
      if (parent !== null) expect(seen, code).toContain(parent);
      if (code.length === 3) expect(parent).toBe(code.slice(0, 2));
      seen.add(code);
    }
    expect(ofLength(2).filter(({ parent }) => !/^[A-T]$/.test(parent ?? ''))).toEqual([]);
  });

  it('names manufacturing as the standard does', () => {
    expect(byCode.get('36')).toMatchObject({ parent: 'C', name: '汽车制造业' });
    expect(byCode.get('367')).toMatchObject({ parent: '36', name: '汽车零部件及配件制造' });
    expect(byCode.get('353')?.name).toBe('食品、饮料、烟草及饲料生产专用设备制造');
    const manufacturing = ofLength(2).filter(({ parent }) => parent === 'C');
    expect([manufacturing[0]?.code, manufacturing.at(-1)?.code, manufacturing.length]).toEqual([
      '13',
      '43',
      31,
    ]);
  });

  it('has a trimmed name in both languages for every row', () => {
    const untidy = industries.filter(
      ({ name, nameEn }) => name !== name.trim() || !/^[A-Z][\x20-\x7e]+$/.test(nameEn) || /\s$/.test(nameEn),
    );
    expect(untidy).toEqual([]);
  });

  it('knows every industry that the demonstration admits', () => {
    const admitted = readInputs('data/demo/inputs').parcels.flatMap((parcel) => parcel.industries);
    expect(admitted.filter((code) => !byCode.has(code))).toEqual([]);
  });
});
