import type { AgreementText, Run } from '../../api/agreements/text-schema.ts';
import type { PaperOptions } from '../../api/agreements/paper/options.ts';

const plain = (text: string): Run => ({ text, filled: false, strong: false });
const filled = (text: string): Run => ({ text, filled: true, strong: false });
const strong = (text: string): Run => ({ text, filled: false, strong: true });
const paragraph = (...runs: Run[]) => ({ kind: 'paragraph' as const, runs });

const hash = (digit: string) => `9f3c51e8${digit.repeat(48)}a07d22b4`;

const square: [number, number][] = [
  [119.641, 29.079],
  [119.6442, 29.0793],
  [119.6446, 29.0766],
  [119.6431, 29.0759],
  [119.6408, 29.0768],
  [119.641, 29.079],
];
const hole: [number, number][] = [
  [119.642, 29.078],
  [119.6426, 29.0781],
  [119.6426, 29.0775],
  [119.642, 29.078],
];

/** An outline with a hole, about 300 m across. */
export const invitedParcel = {
  code: 'JK-2026-014',
  version: 5,
  polygons: [[square, hole]],
  geometrySha256: hash('a'),
  indicatorsSha256: hash('b'),
};

/** A letter of intent as it leaves the template: three sheets. */
export const letterOfIntent: AgreementText = {
  number: 'TZ-2026-0031',
  template: { key: 'letter-of-intent', version: 4, title: '投资意向书' },
  title: '投资意向书',
  parties: [
    {
      party: 'government',
      label: '甲方',
      organisation: '金华经济技术开发区管理委员会',
      creditCode: null,
      signatory: '陈立',
      capacity: 'authorised',
    },
    {
      party: 'company',
      label: '乙方',
      organisation: '宁波某汽车零部件有限公司',
      creditCode: '91330200MA2XXXXX7K',
      signatory: '林国栋',
      capacity: 'legal-representative',
    },
  ],
  preamble: [
    paragraph(
      plain('为推进乙方'),
      filled('年产 60 万套电驱动总成项目'),
      plain('在甲方辖区落户，双方本着自愿、公平、诚信的原则，达成如下意向。'),
    ),
  ],
  clauses: [
    {
      heading: '项目',
      blocks: [
        paragraph(
          plain('计划总投资'),
          filled('人民币 168,000 万元（大写：壹拾陆亿捌仟万元整）'),
          plain('，其中固定资产投资'),
          filled('121,000 万元（大写：壹拾贰亿壹仟万元整）'),
          plain('。'),
        ),
      ],
    },
    {
      heading: '选址与用地',
      blocks: [
        paragraph(
          plain('意向地块'),
          filled('JK-2026-014'),
          plain('，位于'),
          filled('秋滨片区石城街以南'),
          plain('，出让面积'),
          filled('82,400.00 平方米（大写：捌万贰仟肆佰平方米），合 123.60 亩'),
          plain('，以测绘和出让公告为准。'),
          strong('乙方应当通过公开招标、拍卖或者挂牌方式取得土地使用权；'),
          plain('其他竞买人竞得的，本意向书关于该地块的约定自动终止，双方互不承担责任。'),
        ),
      ],
    },
    {
      heading: '控制性指标（36 汽车制造业）',
      blocks: [
        {
          kind: 'figures',
          rows: [
            { name: '固定资产投资强度', figure: '≥ 350 万元/亩', capitals: '叁佰伍拾万元每亩' },
            { name: '亩均税收', figure: '≥ 30 万元/亩·年', capitals: '叁拾万元每亩每年' },
            { name: '容积率', figure: '1.5 – 2.5', capitals: '壹点伍至贰点伍' },
          ],
        },
      ],
    },
    {
      heading: '保密',
      blocks: [paragraph(plain('双方对因本意向书获悉的商业秘密负有保密义务，期限两年。'))],
    },
    {
      heading: '有效期',
      blocks: [
        paragraph(
          plain('自双方签署并由平台封存之日起'),
          filled('六个月'),
          plain('；出让公告发布后，招商锁定即行解除。'),
        ),
      ],
    },
    {
      heading: '效力',
      blocks: [
        paragraph(plain('除第四条、第五条外，本意向书不具有合同约束力，不构成供地、地价或者税收的承诺。')),
      ],
    },
  ],
  parcels: [invitedParcel],
};

export const paperOptions: PaperOptions = {
  stage: 'final',
  contentSha256: hash('c'),
  isTest: true,
  verifyUrl: 'https://zhaotu.example/verify/TZ-2026-0031?code=7HKM-2QXR',
  publishedSketchNote: '示意图，以官方公告和测绘成果为准。',
  signers: [
    {
      field: 'party_1',
      label: '乙方',
      organisation: '宁波某汽车零部件有限公司',
      name: '林国栋',
      capacity: 'legal-representative',
      role: 'signer',
    },
    {
      field: 'party_2',
      label: '甲方',
      organisation: '金华经济技术开发区管理委员会',
      name: '陈立',
      capacity: 'authorised',
      role: 'signer',
    },
  ],
};

const longName =
  'Allgemeine Süddeutsche Kraftfahrzeugteile- und Antriebstechnik Beteiligungsgesellschaft mbH & Co. KG（中国）投资有限公司金华第二分公司';

/** Everything that is long: a foreign name, thirty indicators, eleven clauses, three parcels, six who sign. */
export const longAgreement: { text: AgreementText; options: PaperOptions } = {
  text: {
    ...letterOfIntent,
    number: 'TZ-2026-0107',
    template: { key: 'investment-agreement', version: 12, title: '投资协议' },
    title: '金华经济技术开发区新能源汽车电驱动总成及关键零部件产业化基地项目投资协议',
    parties: letterOfIntent.parties.map((party, index) => ({
      ...party,
      ...(index === 1 ? { organisation: longName, signatory: 'María-José Fernández O’Connor' } : {}),
    })),
    clauses: [
      ...letterOfIntent.clauses.slice(0, 2),
      {
        heading: '控制性指标',
        blocks: [
          paragraph(plain('乙方承诺达到下列指标：')),
          {
            kind: 'figures',
            rows: Array.from({ length: 30 }, (_, index) => ({
              name: index % 7 === 3 ? '单位工业增加值能耗（按达产后第一个完整年度核定）' : `指标${index + 1}`,
              figure:
                index % 5 === 2 ? '≤ 0.35 吨标准煤/万元，自投产之日起 24 个月' : `≥ ${index * 37} 万元/亩`,
              capitals:
                index % 4 === 1 ? '叁佰伍拾万元每亩，达产后不低于肆佰贰拾万元每亩每年' : '叁佰伍拾万元每亩',
            })),
          },
        ],
      },
      ...Array.from({ length: 8 }, () => letterOfIntent.clauses.slice(1, 2)).flat(),
      ...letterOfIntent.clauses.slice(3),
    ],
    parcels: [
      invitedParcel,
      {
        ...invitedParcel,
        code: 'JK-2026-015',
        polygons: [[square.map(([x, y]): [number, number] => [119.6 + (x - 119.64) * 30, y])]],
      },
      {
        ...invitedParcel,
        code: 'JK-2026-016',
        polygons: [[square], [square.map(([x, y]): [number, number] => [x + 0.005, y - 0.009])]],
      },
    ],
  },
  options: {
    ...paperOptions,
    signers: Array.from({ length: 6 }, (_, index) => ({
      field: index > 3 ? null : `party_${index + 1}`,
      label: ['甲方', '乙方', '人才方'][index % 3] ?? '',
      organisation: index % 3 === 1 ? longName : '金华经济技术开发区管理委员会',
      name: index === 1 ? 'María-José Fernández O’Connor' : '欧阳静宜',
      capacity: index > 3 ? null : 'authorised',
      role: (['signer', 'approver', 'witness'] as const)[index > 3 ? index - 3 : 0] ?? 'signer',
    })),
  },
};
