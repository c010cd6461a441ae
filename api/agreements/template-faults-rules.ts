import { lintTemplate } from './lint-rules.ts';
import { parties as everyParty, runningNotice } from './terms.ts';
import type { Template, TemplateBlock, Variable } from './template-schema.ts';
import { piecesOf, wordingFault } from './wording-rules.ts';

/** 成交之前: who will win a parcel nobody knows. */
const beforeDeal = ['planned', 'unsold', ...runningNotice] as const;

const holdTermKey = 'terms.holdTerm';

/** `field`: `preamble`, `clauses.3` (from 0), or the part of the template; `said` for whoever writes files. */
type Fault = { rule: string; field: string; said: string; message: string; remedy: string };

/** What is wrong with a template, for whoever writes it at the desk. */
export type TemplateFinding = { rule: string; field: string; message: string; remedy: string };

/** What is wrong with a template as a whole, in English for whoever writes one; empty where nothing is. */
export function templateFaults(template: Template): string[] {
  return faultsOf(template).map(({ said }) => said);
}

/** 检查: what keeps it from being used, then what its wording promises that the law forbids. */
export function templateFindings(template: Template, known: readonly Variable[]): TemplateFinding[] {
  return [
    ...faultsOf(template).map(({ rule, field, message, remedy }) => ({ rule, field, message, remedy })),
    ...strangeVariables(template, known),
    ...hiddenCharacters(template),
    ...lintTemplate(template).map(({ rule, field, message, remedy }) => ({ rule, field, message, remedy })),
  ];
}

function faultsOf(template: Template): Fault[] {
  return [
    ...wordingFaults(template),
    ...variableFaults(template),
    ...parcelFaults(template),
    ...termFaults(template),
  ];
}

/** 招商协调期限: a term that is written out in words is not the one for which the portal holds the parcels. */
function termFaults(template: Template): Fault[] {
  if (!template.exclusive) return [];
  const said = saidIn(template);
  if (said.some(({ wording }) => wording.includes(`{${holdTermKey}}`))) return [];
  return said
    .filter(
      ({ wording }) =>
        wording.includes('招商协调') && /[\d一二三四五六七八九十百半]+ ?个?(?:日|天|月|年)/.test(wording),
    )
    .map(({ field }) => ({
      ...{ rule: 'template-hold-term', field, said: `a term of holding without {${holdTermKey}}` },
      message: '招商协调的期限写成了文字，与系统实际登记的期限可能不一致。',
      remedy: '期限用变量“招商协调最长期限”插入，不要直接写日数。',
    }));
}

type Said = { wording: string; ofParcel: boolean; field: string };

function saidIn(template: Template): Said[] {
  const ofBlock = (block: TemplateBlock, field: string): Said[] => {
    if ('paragraph' in block) return [{ wording: block.paragraph, ofParcel: false, field }];
    if ('table' in block) return block.table.map((key) => ({ wording: `{${key}}`, ofParcel: false, field }));
    return block.eachParcel.flatMap((each) =>
      'paragraph' in each ? [{ wording: each.paragraph, ofParcel: true, field }] : [],
    );
  };
  return [
    ...template.preamble.flatMap((block) => ofBlock(block, 'preamble')),
    ...template.clauses.flatMap(({ blocks }, index) =>
      blocks.flatMap((block) => ofBlock(block, `clauses.${index}`)),
    ),
  ];
}

function wordingFaults(template: Template): Fault[] {
  return saidIn(template).flatMap(({ wording, field }) => {
    const fault = wordingFault(wording);
    return fault === null
      ? []
      : [
          {
            ...{ rule: 'template-wording', field, said: `${fault}: ${wording}` },
            message: '大括号或星号没有成对。',
            remedy: '从列表插入变量；要加粗的文字前后各写两个星号。',
          },
        ];
  });
}

function variableFaults(template: Template): Fault[] {
  const { variables } = template;
  const declared = variables.map(({ key }) => key);
  const used = saidIn(template).flatMap(({ wording, ofParcel, field }) =>
    piecesOf(wording).flatMap(({ variable }) =>
      variable === undefined ? [] : [{ key: variable, ofParcel, field }],
    ),
  );
  const labelOf = (key: string) => variables.find((each) => each.key === key)?.label ?? key;
  return [
    ...used
      .filter(({ key }) => !declared.includes(key))
      .map(({ key, field }) => ({
        ...{ rule: 'template-variable-unknown', field, said: `{${key}} is used and not declared` },
        message: `没有名为「${key}」的变量。`,
        remedy: '删去它，或从列表插入一个变量。',
      })),
    ...used
      .filter(({ key, ofParcel }) => key.startsWith('parcel.') && !ofParcel)
      .map(({ key, field }) => ({
        ...{ rule: 'template-variable-place', field, said: `{${key}} stands outside eachParcel` },
        message: `「${labelOf(key)}」只能写在逐宗地块的段落里。`,
        remedy: '移到本条“逐宗地块”的段落里，或删去。',
      })),
    ...used
      .filter(({ key }) => isOfStranger(key, template))
      .map(({ key, field }) => ({
        ...{ rule: 'template-variable-party', field, said: `{${key}} is of a party that is none here` },
        message: `「${labelOf(key)}」是没有列入的一方的。`,
        remedy: '把这一方列入签署方，或删去这个变量。',
      })),
    ...declared
      .filter((key) => used.every((each) => each.key !== key))
      .map((key) => ({
        ...{ rule: 'template-variable-unused', field: 'variables' },
        said: `{${key}} is declared and not used`,
        message: `变量「${labelOf(key)}」没有用到。`,
        remedy: '在条款里用上它，或从变量中删去。',
      })),
    ...declared
      .filter((key, index) => declared.indexOf(key) !== index)
      .map((key) => ({
        ...{ rule: 'template-variable-twice', field: 'variables', said: `{${key}} is declared twice` },
        message: `变量「${labelOf(key)}」声明了两次。`,
        remedy: '只保留一处。',
      })),
  ];
}

/** `talent.signatory` where no talent signs. */
function isOfStranger(key: string, { parties }: Template): boolean {
  const [scope] = key.split('.');
  return everyParty.some((party) => party === scope) && parties.every(({ party }) => party !== scope);
}

function parcelFaults({ key, exclusive, needsParcel, parcelStages, clauses, parties }: Template): Fault[] {
  const speaksOfParcels = clauses.some(({ blocks }) => blocks.some((block) => 'eachParcel' in block));
  const labels = new Set(parties.map(({ label }) => label));
  const fault = (field: string, said: string, [message, remedy]: [string, string]): Fault => ({
    ...{ rule: `template-${field}`, field, said, message, remedy },
  });
  return [
    ...(labels.size < parties.length
      ? [fault('parties', 'two parties have one label', ['两方用了同一个称谓。', '各用一个称谓。'])]
      : []),
    ...(new Set(parties.map(({ party }) => party)).size < parties.length
      ? [fault('parties', 'a party stands twice', ['同一方列了两次。', '只保留一处。'])]
      : []),
    ...(exclusive && needsParcel === 'none'
      ? [
          fault('exclusive', 'it holds no parcel', [
            '不涉及地块的协议没有地块可供招商协调。',
            '改为不进行招商协调，或改为可指定地块。',
          ]),
        ]
      : []),
    ...(parties.every(({ mustSign }) => !mustSign)
      ? [fault('parties', 'nobody must sign', ['没有必须签署的一方。', '至少指定一方必须签署。'])]
      : []),
    ...(speaksOfParcels === (needsParcel === 'none')
      ? [
          fault('parcels', 'needsParcel and eachParcel disagree', [
            needsParcel === 'none' ? '本模板不涉及地块，却写了逐宗地块的段落。' : '没有一条写到地块。',
            needsParcel === 'none' ? '删去这些段落。' : '保留至少一个“逐宗地块”的段落。',
          ]),
        ]
      : []),
    ...((parcelStages.length === 0) === (needsParcel === 'none')
      ? []
      : [
          fault('parcelStages', 'needsParcel and parcelStages disagree', [
            '允许的地块阶段与是否需要地块不一致。',
            '需要地块的写明阶段，不需要的留空。',
          ]),
        ]),
    ...runningNotice
      .filter((stage) => parcelStages.includes(stage))
      .map((stage) =>
        fault('parcelStages', `${stage}: a notice is running`, [
          '公告期间的地块不能写入协议。',
          '去掉公告、挂牌、待公布结果和中止的阶段。',
        ]),
      ),
    ...(key === 'standard-land-agreement' && beforeDeal.some((stage) => parcelStages.includes(stage))
      ? [
          fault('parcelStages', 'it is made with the winner alone', [
            '标准地投资建设协议只在成交之后与竞得人签订。',
            '只保留已成交及以后的阶段。',
          ]),
        ]
      : []),
  ];
}

/** What nobody sees, or what turns the order of the letters round, has no place in what is signed. */
function hiddenCharacters(template: Template): TemplateFinding[] {
  const texts = [
    ...saidIn(template).map(({ wording, field }) => ({ text: wording, field })),
    ...template.clauses.map(({ heading }, index) => ({ text: heading, field: `clauses.${index}` })),
    ...template.variables.map(({ label, unit = '' }) => ({ text: label + unit, field: 'variables' })),
    ...template.parties.map(({ label }) => ({ text: label, field: 'parties' })),
    { text: template.title, field: 'title' },
  ];
  return texts
    .filter(({ text }) => text.trim() === '' || /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/u.test(text))
    .map(({ field }) => ({
      ...{ rule: 'template-characters', field, message: '有空白或看不见的字符。' },
      remedy: '删去换行和看不见的字符；另起一段请新增段落。',
    }));
}

/** Only what is said each time (`terms.`, `project.`) may be new; the portal fills in the rest, as what it is. */
function strangeVariables({ variables }: Template, known: readonly Variable[]): TemplateFinding[] {
  return variables.flatMap(({ key, kind, label }) => {
    const kinds = known.filter((each) => each.key === key).map((each) => each.kind);
    const isFree = kinds.length === 0 && /^(terms|project)\./.test(key);
    return isFree || kinds.includes(kind)
      ? []
      : [
          {
            rule: 'template-variable-strange',
            field: 'variables',
            message: `变量「${label}」平台填不出来，或种类不对。`,
            remedy: '从列表选用变量；新的变量只能是每次约定的内容。',
          },
        ];
  });
}
