import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EastNorth } from '../api/imports/crs.ts';
import { toEastNorth } from '../api/imports/crs.ts';
import { placeSurvey } from '../api/imports/placement.ts';
import type { MultiPolygon } from '../api/imports/schema.ts';
import { readTxt } from '../api/imports/txt.ts';
import { writeTxt } from '../api/imports/txt-export.ts';
import type { TxtStyle } from './support/survey-files.ts';
import {
  gbk,
  jinhuaExtent,
  lonLatRing,
  square,
  starRing,
  txt,
  utf8,
  zone40,
  zone40Plain,
} from './support/survey-files.ts';

const options = { told: undefined, plane: zone40Plain, extent: jinhuaExtent };

function read(bytes: Uint8Array) {
  return placeSurvey(readTxt('地块.txt', bytes), options);
}

function errors(bytes: Uint8Array) {
  return read(bytes).findings.filter(({ severity }) => severity === 'error');
}

/** Corners of every ring in metres of EPSG:4528, as millimetres, so that two readings can be compared. */
function corners(multiPolygon: MultiPolygon | undefined): string[][][] {
  const text = (position: readonly [number, number]) => {
    const { eastM, northM } = toEastNorth(zone40, [position[0], position[1]]);
    return `${eastM.toFixed(3)} ${northM.toFixed(3)}`;
  };
  return (multiPolygon?.coordinates ?? []).map((polygon) =>
    polygon.map((ring) => ring.slice(0, -1).map(text).toSorted()),
  );
}

/** 100 m × 100 m with a hole of 20 m × 20 m, and a separate square of 30 m: 10,000 − 400 + 900 m². */
const withHoleAndIsland = {
  code: 'JK-01',
  name: '金义新区（一期）',
  hectares: '1.0500',
  rings: [square(100), square(20, [40, 40]), square(30, [200, 0])],
};

describe('every way a 国土 TXT is written', () => {
  const usual = read(gbk(txt([withHoleAndIsland])));
  const expected = corners(usual.shapes[0]?.placed.multiPolygon);

  it('reads a GBK file with a hole and an island: two polygons, one hole, the area to the square centimetre', () => {
    const [first] = usual.shapes;
    expect(usual.findings).toEqual([]);
    expect(usual.sourceCrs).toBe('EPSG:4528');
    expect(first?.shape).toMatchObject({ code: 'JK-01', name: '金义新区（一期）', statedAreaM2: 10_500 });
    expect(expected.map((polygon) => polygon.length)).toEqual([2, 1]);
    expect(first?.placed.areaM2).toBeCloseTo(10_500, 1);
  });

  const styles: [string, TxtStyle][] = [
    ['【】 around section names', { brackets: '【】' }],
    ['LF line ends', { lineEnd: '\n' }],
    ['CR line ends', { lineEnd: '\r' }],
    ['leading blanks', { indent: '   ' }],
    ['point numbers without J', { labelPrefix: '' }],
    ['rings left open', { closed: false }],
    ['the closing point not counted', { countClosing: false }],
    ['numbering that restarts in each ring', { restartNumbers: true }],
    ['one 圈号 for all rings, told apart by closing and numbering', { sameRingNumber: true }],
    [
      'one 圈号, open rings, restarting numbers',
      { sameRingNumber: true, closed: false, restartNumbers: true },
    ],
    ['X and Y swapped by the exporting tool', { eastFirst: true }],
    ['easting without prefix and the zone in the header', { dropPrefix: true }],
    ['带号 left blank', { attributes: { 带号: '' } }],
    ['精度 as a number of decimals', { attributes: { 精度: '3' } }],
    ['full-width commas', { comma: '，' }],
    ['a header of 12 fields', { extraHeaderFields: ['G2', '备注', '330701', '1'] }],
    ['a header of 13 fields', { extraHeaderFields: ['G2', '备注', '330701', '1', '国有'] }],
    [
      'an 扩展信息 block before the rest',
      { blocks: ['[扩展信息]', '项目名称=某项目', '随意的一行', 'J1,1,2,3'] },
    ],
    ['a header whose @ was lost', { terminator: '' }],
  ];
  it.each(styles)('reads %s as the same parcel', (_, style) => {
    for (const bytes of [gbk(txt([withHoleAndIsland], style)), utf8(txt([withHoleAndIsland], style), true)]) {
      const { shapes, findings } = read(bytes);
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(corners(shapes[0]?.placed.multiPolygon)).toEqual(expected);
    }
  });

  it('reads full-width digits, several plots, blank lines and a final control-Z', () => {
    const text = txt([
      { code: 'JK-02', rings: [square(50)] },
      { code: 'JK-03', rings: [square(50, [80, 0])] },
    ]);
    const wide = text
      .replace('J2,1,', 'Ｊ２，１，')
      .replaceAll('3218050.000', '３２１８０５０．０００')
      .replaceAll('\r\n', '\r\n\r\n');
    const { shapes, findings } = read(utf8(`${wide}\u001a`));
    expect(findings).toEqual([]);
    expect(shapes.map(({ shape }) => shape.code)).toEqual(['JK-02', 'JK-03']);
    expect(shapes.map(({ placed }) => Math.round(placed.areaM2))).toEqual([2500, 2500]);
  });

  it('takes ring 1 for a hole and ring 2 for the outer ring when that is how they lie', () => {
    const { shapes } = read(gbk(txt([{ code: 'A', rings: [square(20, [40, 40]), square(100)] }])));
    expect(shapes[0]?.placed.multiPolygon.coordinates.map((polygon) => polygon.length)).toEqual([2]);
    expect(shapes[0]?.placed.areaM2).toBeCloseTo(9600, 1);
  });

  it('warns of a point count that fits neither way of counting', () => {
    const text = txt([{ code: 'A', rings: [square(20)] }]).replace('\n5,', '\n9,');
    expect(read(gbk(text)).findings).toMatchObject([
      { rule: 'txt-point-count', severity: 'warning', line: 13 },
    ]);
  });
});

describe('what is refused, with its line', () => {
  const plot = { code: 'A', rings: [square(100)] };

  it.each(['1980西安坐标系', '1954北京坐标系', '西安80', '北京54坐标系'])('refuses the datum %s', (datum) => {
    expect(errors(gbk(txt([plot], { attributes: { 坐标系: datum } })))).toMatchObject([
      { rule: 'crs-other-datum', line: 5 },
    ]);
  });

  it.each([
    ['under another key', '坐标系名称=1980西安坐标系', 5],
    ['after a full-width colon', '坐标系：1980西安坐标系', 5],
    ['in a line that is no attribute', '采用西安80坐标系', 5],
    ['under a key of its own', '备注=北京 54 坐标', 5],
    ['in full width', '坐标系=１９８０西安坐标系', 5],
  ])('refuses another datum named %s', (_, written, line) => {
    const text = txt([plot]).replace('坐标系=2000国家大地坐标系', written);
    expect(errors(gbk(text))).toMatchObject([{ rule: 'crs-other-datum', line }]);
  });

  it('refuses another datum in an 扩展信息 block or above all sections', () => {
    for (const blocks of [
      ['[扩展信息]', '坐标系=1980西安坐标系'],
      ['说明', '坐标系：1954北京坐标系'],
    ])
      expect(errors(gbk(txt([plot], { blocks })))).toMatchObject([{ rule: 'crs-other-datum', line: 2 }]);
    const earlier = txt([plot]).replace('坐标系=', '坐标系=1980西安坐标系\r\n坐标系=');
    expect(errors(gbk(earlier))).toMatchObject([{ rule: 'crs-other-datum', line: 5 }]);
  });

  it('takes a survey office of 北京 or 西安 for no datum', () => {
    for (const producer of ['北京市测绘设计研究院', '西安煤航测绘', '西安市友谊路80号', '1980年成立的测绘院'])
      expect(read(gbk(txt([plot], { attributes: { 数据产生单位: producer } }))).findings).toEqual([]);
  });

  it.each(['２０００国家大地坐标系', '2000 国家大地坐标系', 'CGCS 2000', '国家2000坐标系'])(
    'knows %s for the national system',
    (datum) => {
      expect(read(utf8(txt([plot], { attributes: { 坐标系: datum } }))).findings).toEqual([]);
    },
  );

  it('says that the datum is assumed where only the zone is stated', () => {
    for (const line of ['坐标系=\r\n', '']) {
      const text = txt([plot]).replace('坐标系=2000国家大地坐标系\r\n', line);
      expect(read(gbk(text)).findings).toMatchObject([{ rule: 'crs-assumed-cgcs2000', severity: 'warning' }]);
    }
  });

  it.each([
    ['点', 'txt-not-an-area'],
    ['线', 'txt-not-an-area'],
  ])('refuses the figure kind %s by name', (figure, rule) => {
    const [finding] = errors(gbk(txt([{ ...plot, figure }])));
    expect(finding).toMatchObject({ rule, line: 13 });
    expect(finding?.message).toContain(figure);
  });

  it.each([
    ['a letter in a number', (text: string) => text.replace('3218100.000', '32l8100.000'), 'txt-point', 16],
    ['a missing column', (text: string) => text.replace('J3,1,', 'J3,'), 'txt-point', 16],
    [
      'a stray point far away',
      (text: string) => text.replace('J3,1,3218100.000', 'J3,1,321810.000'),
      'crs-out-of-range',
      16,
    ],
    [
      'a point in another county',
      (text: string) => text.replace('J3,1,3218100.000', 'J3,1,3418100.000'),
      'outside-extent',
      16,
    ],
    ['a unit other than metres', (text: string) => text.replace('计量单位=米', '计量单位=度'), 'txt-unit', 8],
    ['another projection', (text: string) => text.replace('高斯克吕格', '兰勃特'), 'txt-projection', 7],
    ['带号 of no zone', (text: string) => text.replace('带号=40', '带号=99'), 'crs-zone-unknown', 9],
    [
      'a zone other than the prefix',
      (text: string) => text.replace('带号=40', '带号=39'),
      'crs-contradiction',
      9,
    ],
    [
      '6° where the prefix is of 3°',
      (text: string) => text.replace('几度分带=3', '几度分带=6').replace('带号=40', '带号='),
      'crs-contradiction',
      6,
    ],
  ])('refuses %s', (...[, damage, rule, line]) => {
    expect(errors(gbk(damage(txt([plot]))))).toMatchObject([{ rule, line }]);
  });

  it('refuses an unprefixed easting when no zone is told', () => {
    const style = { dropPrefix: true, attributes: { 带号: '' } };
    expect(errors(gbk(txt([plot], style)))).toMatchObject([{ rule: 'crs-zone-missing', line: 9 }]);
  });

  it('refuses a bow tie and names where it crosses', () => {
    const [a, b, c, d] = square(100) as [EastNorth, EastNorth, EastNorth, EastNorth];
    const [finding] = errors(gbk(txt([{ code: 'A', rings: [[a, c, b, d, a]] }])));
    expect(finding).toMatchObject({ rule: 'self-intersection', line: 14 });
    expect(finding?.message).toMatch(/东经 119\.649\d+°，北纬 29\.078\d+°/);
  });

  it('refuses rings that cross, repeat or collapse', () => {
    const crossing = errors(gbk(txt([{ code: 'A', rings: [square(100), square(100, [50, 50])] }])));
    expect(crossing[0]).toMatchObject({ rule: 'rings-intersect' });
    expect(errors(gbk(txt([{ code: 'A', rings: [square(100), square(100)] }])))).toMatchObject([
      { rule: 'ring-repeated' },
    ]);
    const [a, b] = square(100) as [EastNorth, EastNorth];
    expect(errors(gbk(txt([{ code: 'A', rings: [[a, b, a]] }])))).toMatchObject([{ rule: 'ring-too-short' }]);
  });

  it('warns over 1 % of difference to the stated hectares and names the unit of a 15-fold one', () => {
    const stated = (hectares: string) => read(gbk(txt([{ ...plot, hectares }]))).findings;
    expect(stated('1.0000')).toEqual([]);
    expect(stated('1.0300')).toMatchObject([{ rule: 'area-differs', severity: 'warning', line: 13 }]);
    expect(stated('15.0000')).toMatchObject([
      { rule: 'area-unit', severity: 'error', message: expect.stringContaining('单位是亩') },
    ]);
    expect(stated('10000')).toMatchObject([
      { rule: 'area-unit', message: expect.stringContaining('单位是平方米') },
    ]);
  });

  it('says what a file is not, when it is not text, not GBK, or has no plots', () => {
    expect(errors(new Uint8Array([1, 2, 0, 3]))).toMatchObject([{ rule: 'file-not-text' }]);
    expect(errors(new Uint8Array([0x41, 0xff, 0xff, 0x41]))).toMatchObject([{ rule: 'file-encoding' }]);
    expect(errors(utf8('你好'))).toMatchObject([{ rule: 'txt-no-plots' }]);
    expect(errors(new Uint8Array())).toMatchObject([{ rule: 'txt-no-plots' }]);
  });

  it('stops at 10,000 points or 50 rings of one parcel', () => {
    const many = Array.from(
      { length: 10_050 },
      (_, index) => `J${index},1,${3_218_000 + index}.5,40465800.1`,
    );
    const over = errors(utf8(`[地块坐标]\n5,1,A,A,面,,,,@\n${many.join('\n')}`));
    expect(over).toMatchObject([{ rule: 'too-many-vertices', line: 10_003 }]);
    const rings = Array.from({ length: 9000 }, (_, index) => `J1,${index},3218000.5,40465800.1`);
    expect(errors(utf8(`[地块坐标]\n5,1,A,A,面,,,,@\n${rings.join('\n')}`))[0]).toMatchObject({
      rule: 'too-many-rings',
    });
  });

  it('answers any text at all with findings, never an exception', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom(
        '[地块坐标]',
        '5,1,A,A,面,,,,@',
        'J1,1,3218000.5,40465800.1',
        'J2,1,3218100,40465800',
        'J3,1,3218100,40465900',
        '带号=40',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const { shapes, findings } = read(utf8(lines.join('\n')));
        expect(shapes.length > 0 || findings.length > 0).toBe(true);
      }),
    );
  });
});

describe('export', () => {
  const parcel = { code: 'JK-01', name: '示例, 地块', useName: '工业用地', useCode: '100101' };

  it('brings every corner back to the millimetre, in every encoding and with or without prefix', () => {
    const styles = fc.record({
      crs: fc.constantFrom(zone40, zone40Plain),
      encoding: fc.constantFrom('gbk', 'utf-8'),
    });
    fc.assert(
      fc.property(starRing({ min: 20, max: 800 }), styles, (ring, { crs, encoding }) => {
        const multiPolygon: MultiPolygon = { type: 'MultiPolygon', coordinates: [[lonLatRing(ring)]] };
        const bytes = writeTxt([{ ...parcel, areaM2: 1, multiPolygon }], {
          crs,
          encoding,
          producer: '招图',
          producedOn: '2026-03-02',
        });
        const survey = readTxt('out.txt', bytes);
        const points = survey.shapes[0]?.rings[0] ?? [];
        expect(survey.findings).toEqual([]);
        expect(points).toHaveLength(ring.length);
        for (const [index, point] of points.entries()) {
          const original = ring[index] ?? { eastM: 0, northM: 0 };
          const eastM = point.second + (crs.prefixed ? 0 : 40_000_000);
          expect(Math.abs(point.first - original.northM)).toBeLessThanOrEqual(0.0011);
          expect(Math.abs(eastM - original.eastM)).toBeLessThanOrEqual(0.0011);
        }
      }),
    );
  });

  it('survives import, export and import again without moving by a millimetre', () => {
    fc.assert(
      fc.property(starRing({ min: 30, max: 500 }), (ring) => {
        const first = read(gbk(txt([{ code: 'JK-01', rings: [ring] }]))).shapes[0]?.placed;
        if (first === undefined) throw new Error('the first import was refused');
        const bytes = writeTxt([{ ...parcel, ...first }], {
          crs: zone40,
          encoding: 'gbk',
          producer: '招图',
          producedOn: '2026-03-02',
        });
        const second = read(bytes);
        expect(second.findings).toEqual([]);
        expect(corners(second.shapes[0]?.placed.multiPolygon)).toEqual(corners(first.multiPolygon));
      }),
      { numRuns: 60 },
    );
  });

  it('writes X as the northing, CRLF, closed rings, four-decimal hectares and six commas of 转换参数', () => {
    const [placed] = read(gbk(txt([withHoleAndIsland]))).shapes;
    if (placed === undefined) throw new Error('refused');
    const bytes = writeTxt([{ ...parcel, ...placed.placed }], {
      crs: zone40,
      encoding: 'utf-8',
      producer: '招图',
      producedOn: '2026-03-02',
    });
    const lines = new TextDecoder().decode(bytes).split('\r\n');
    expect(lines).toContain('转换参数=,,,,,,');
    expect(lines).toContain('15,1.0500,JK-01,示例 地块,面,,工业用地,100101,@');
    expect(lines[13]).toBe('J1,1,3218000.000,40465800.000');
    expect(lines[17]).toBe('J1,1,3218000.000,40465800.000');
    expect(lines.slice(13, -1).every((line) => /^J\d+,\d+,\d{7}\.\d{3},\d{8}\.\d{3}$/.test(line))).toBe(true);
  });
});
