import type { Finding, ParcelDraft } from '../imports/schema.ts';
import type { Check, CheckSubject } from './subject.ts';
import { inSimplified } from './simplified.ts';
import { promisedWordings, type Promised } from './wording-patterns.ts';

/** 措辞: what a public text must not promise. A suspicion, for a person to judge: no pattern knows what is meant. */
export const wordingChecks: Check[] = [
  { rules: promisedWordings.map(({ rule }) => rule), of: 'content', find: wordingFindings },
];

type Text = { path: string; field: string; text: string };

function wordingFindings({ content }: CheckSubject): Finding[] {
  const said = new Set<string>();
  return textsOf(content).flatMap(({ path, field, text }) =>
    promisedWordings.flatMap((promised) => {
      const words = promisedIn(text, promised);
      // What one fact says in two of its texts is told once.
      const key = `${promised.rule} ${path} ${words}`;
      if (words === null || said.has(key)) return [];
      said.add(key);
      return [
        {
          rule: promised.rule,
          severity: 'warning',
          field,
          path,
          values: { words, promises: promised.promises, law: promised.law },
          message: `${field}中的「${words}」疑似承诺${promised.promises}。`,
          remedy: `删去，或附审查意见（${promised.law}）。`,
        } satisfies Finding,
      ];
    }),
  );
}

function textsOf(draft: ParcelDraft): Text[] {
  const { fields, admissions, utilities, costs, events, provenance, attachments = [] } = draft;
  const ofFields = [
    ['name', '地块名称'],
    ['nameEn', '英文名称'],
    ['locationText', '坐落'],
    ['locationTextEn', '英文坐落'],
    ['boundsText', '四至'],
    ['noticeNumber', '公告编号'],
  ] as const;
  const texts: (Omit<Text, 'text'> & { text: string | null | undefined })[] = [
    ...ofFields.map(([key, field]) => ({ path: `fields.${key}`, field, text: fields[key] })),
    ...admissions.map(({ industry, note }) => ({
      path: `admissions.${industry}`,
      field: '准入说明',
      text: note,
    })),
    ...admissions.map(({ industry, basis }) => ({
      path: `admissions.${industry}`,
      field: '准入依据',
      text: basis,
    })),
    ...utilities.flatMap(({ key, capacity, capacityEn }) => [
      { path: `utilities.${key}`, field: '配套能力', text: capacity },
      { path: `utilities.${key}`, field: '配套能力（英文）', text: capacityEn },
    ]),
    ...costs.map(({ key, note }) => ({ path: `costs.${key}`, field: '成本说明', text: note })),
    ...events.map(({ kind, at, document }) => ({
      path: `events.${kind}.${new Date(at).toISOString()}`,
      field: '进展文件',
      text: document,
    })),
    ...attachments
      .filter(({ visibility }) => visibility === 'public')
      .flatMap(({ id, title, fileName }) =>
        [title, fileName].map((text) => ({ path: `attachments.${id}`, field: '附件', text })),
      ),
    ...Object.entries(provenance).flatMap(([path, { source, sourceNumber, verifiedBy }]) =>
      [source, sourceNumber, verifiedBy].map((text) => ({ path: `provenance.${path}`, field: '来源', text })),
    ),
  ];
  return texts.flatMap(({ text, ...place }) => (text ? [{ ...place, text }] : []));
}

/** The words that promise it; null where nothing does, or where the sentence says that it is not so. */
export function promisedIn(text: string, { patterns }: Pick<Promised, 'patterns'>): string | null {
  let wasDenied = false;
  for (const clause of clausesOf(text)) {
    const inherits: boolean = wasDenied && continues.test(clause);
    wasDenied = inherits || isDenied(clause);
    for (const pattern of patterns) {
      const found = pattern.exec(clause);
      if (found === null) continue;
      if (inherits || isDenied(clause.slice(0, found.index)) || isDenied(found[0])) continue;
      return found[0];
    }
  }
  return null;
}

/** Blanks, dots, marks and invisible characters between Han say nothing, and full-width letters are letters. */
export function plainWording(text: string): string {
  const letters = text.normalize('NFKC').replace(/[\p{Cf}\p{M}]/gu, '');
  return inSimplified(letters.replace(/(?<=\p{Script=Han})[\s·•・.*_|/-]+(?=\p{Script=Han})/gu, ''));
}

function clausesOf(text: string): string[] {
  return plainWording(text).split(/[。；;！!？?\n，,]|\.(?!\d)|(?:但是|但|\bbut\b)/);
}

/** 或…, 也…, nor …: goes on denying what the clause before denied. */
export const continues = /^\s*(?:或|也|亦|及|和|以及|更|nor\b|or\b|and\b)/i;

/** 不得, 不予, 禁止 …, but not 不仅 (not only), 不低于 (no less than), 未来 (future) 不违反 (without breaking)
 * or words such as 不锈钢 (stainless steel). */
const denial =
  /不(?!仅|但|只|光|限|低于|少|小于|超过|高于|论|管|断|同|锈|动|等|日|久|单|足|迟于|晚于|违反|违背|可撤销)|禁止|严禁|杜绝|没有|无(?!偿|条件|息|限|锡)|未(?!来)|取消|\b(?:no|not(?! only)|never|without|neither|nor|cannot|prohibit\w*|forbid\w*|forbidden|banned)\b|n't\b/i;

/**
 * 不折不扣, 不得拖延, 无需审批, 未按时 …: a 不 that makes a promise stronger, or says what follows when it is broken. Each with
 * what it is about, so that 不得返还 stays a denial.
 */
const emphasis = new RegExp(
  [
    '不折不扣|不打折扣|毫无保留|毫不(?:保留|犹豫|迟疑|拖延)|没有任何保留',
    '(?:不(?:得|会|应|再|可|能|予|作)?|无)(?:以任何(?:理由|借口|方式|名义|形式))?(?:无故|随意|故意)?(?:拒绝|拒不|拒付|拖延|拖欠|推诿|推脱|推迟|迟延|延迟|延误|延期|克扣|截留|扣减|扣留|耽误|少付)(?!.{0,2}(?:的|之)权利)',
    '不(?:另)?附(?:加|带)?(?:有)?(?:任何)?(?:前置)?条件|不设(?:任何)?(?:前置)?条件',
    '(?:无需|无须|不需要?|不须|不必|毋须|毋需|不用)[^,，。;；]{0,10}?(?:审批|批准|申请|申报|协商|通知|同意|手续|审核|评审|考核)',
    '未(?:能|曾)?(?:按时|及时|按期|如期|准时|足额|全额|按约定?|依约|履行|兑现|(?:在|于|按)[^,，。;；]{1,14}?(?:内|前|之前|约定))',
  ].join('|'),
  'g',
);

/** Whether the words say that something is not so. */
export function isDenied(words: string): boolean {
  return denial.test(words.replace(emphasis, ''));
}
