import type { AgreementState, TemplateKey } from '../agreements/terms.ts';
import type { EventState } from './fold-rules.ts';
import type { Signed } from './log-schema.ts';
import type { StageSigning } from './signing-schema.ts';
import type { Ceremony, ItemKind, SigningForm, SigningState } from './terms.ts';

/** What an item is about, as the records say it now. */
export type Tie = {
  item: number;
  ceremony: Ceremony;
  /** 人才（团队）; counted of a signing of people alone. */
  talents: number;
  /** `amount`: 计划总投资 in whole yuan; `isInvented`: of the demonstration, nobody's. */
  project: { id: number; number: string; name: string; company: string; amount: number; isInvented: boolean };
  agreement: TiedAgreement | null;
};

export type WholeTie = Tie & { agreement: TiedAgreement };

export type TiedAgreement = {
  id: number;
  number: string;
  template: TemplateKey;
  state: AgreementState;
  isTest: boolean;
  /** What the text says that the parties confirmed; of people, whether they may be named too. */
  publishName: boolean;
  publishAmount: boolean;
  publishTalent: boolean;
  /** Signers who agreed to show their handwriting. */
  hands: number;
};

/** What an entry of the log said of an agreement. `takenBackBy`: the entry by which the portal itself took it back. */
export type SaidEntry = {
  seq: number;
  item: number;
  agreement: number;
  state: SigningState;
  isPaper: boolean;
  takenBackBy: number | null;
};

export type DueEntry =
  | { type: 'sign'; state: SigningState; signed: Signed }
  | { type: 'revoke'; of: number; reason: { zh: string; en: string } };

const underWay: readonly AgreementState[] = ['sent', 'in-progress', 'sealing', 'seal-failed'];
/** The text with the consents in it is confirmed by both sides before it is sent; who never signed agreed to nothing. */
const confirmed: readonly AgreementState[] = [...underWay, 'completed'];

const reasons = {
  undone: { zh: '环节已撤回，签约随之撤下', en: 'The item was taken back, and its signing with it' },
  later: { zh: '改为会后补签', en: 'It will be signed after the event' },
  off: { zh: '协议没有签成，签署处理中撤下', en: 'The agreement was not concluded' },
};

/**
 * The next entry that the log owes an item: what is sealed is in force from then on, and what will never be signed is not under
 * way any more. What a host took back is not said again. Null where the log says what is.
 */
export function dueEntry(state: EventState, tie: Tie, said: readonly SaidEntry[]): DueEntry | null {
  if (!isWhole(tie) || !['live', 'paused', 'ended'].includes(state.status)) return null;
  const wanted = wantedState(state, tie);
  const { agreement } = tie;
  const own = said.filter(({ item, isPaper }) => item === tie.item && !isPaper);
  const wrong = own.find(({ seq }) => wanted === null && stands(state, seq));
  if (wrong !== undefined) return { type: 'revoke', of: wrong.seq, reason: reasonOf(state, tie) };
  const isSaid = said.some(
    (entry) =>
      entry.agreement === agreement.id &&
      entry.state === wanted &&
      !entry.isPaper &&
      entry.takenBackBy === null,
  );
  // On paper it is in force already: that it is being signed besides is no news.
  const isOnPaper = said.some(
    ({ agreement: of, isPaper, seq }) => of === agreement.id && isPaper && stands(state, seq),
  );
  if (wanted === null || isSaid || (wanted === 'processing' && isOnPaper)) return null;
  return { type: 'sign', state: wanted, signed: signedOf(tie, { isPaper: false }) };
}

function reasonOf(state: EventState, tie: Tie) {
  if (!wasShown(state, tie)) return reasons.undone;
  return tie.ceremony === 'after' ? reasons.later : reasons.off;
}

export function isWhole(tie: Tie): tie is WholeTie {
  return tie.agreement !== null;
}

function wantedState(state: EventState, tie: WholeTie): SigningState | null {
  if (!wasShown(state, tie)) return null;
  if (tie.agreement.state === 'completed') return 'effective';
  return tie.ceremony !== 'after' && underWay.includes(tie.agreement.state) ? 'processing' : null;
}

/** On air at some time; what is signed after the event (会后补签) counts from its end at the latest. */
export function wasShown({ takes, status }: EventState, { item, ceremony }: Tie): boolean {
  return takes.some((take) => take.item === item) || (ceremony === 'after' && status === 'ended');
}

/** Whether what an entry said was not taken back, by anybody. */
export function stands({ signings }: EventState, seq: number): boolean {
  return signings.some(({ by }) => by === seq);
}

/** Form, amount and people of a signing: from the records, whoever writes the entry. */
export function signedOf(tie: WholeTie, { isPaper }: { isPaper: boolean }): Signed {
  const { project, agreement, ceremony, talents } = tie;
  const form = formOf(agreement.template);
  if (form === undefined) throw new Error('what is no signing is not tied to an item');
  const ofPeople = { amount: 0, talents };
  const ofCompany = { amount: mayShowAmount(agreement) ? project.amount : null, talents: 0 };
  return { project: project.id, form, ...(form === null ? ofPeople : ofCompany), isPaper, ceremony };
}

/** 合同, 框架, 意向; null: of people; undefined: a promise of one side alone, which is no signing of two. */
export function formOf(template: TemplateKey): SigningForm | null | undefined {
  return (
    {
      'letter-of-intent': 'intent',
      'framework-agreement': 'framework',
      'investment-agreement': 'contract',
      'standard-land-agreement': 'contract',
      'talent-agreement': null,
      'company-commitment': undefined,
    } as const
  )[template];
}

/** A signing of people has an agreement of people, and no other has. */
export function fitsKind(template: TemplateKey, kind: ItemKind): boolean {
  const form = formOf(template);
  return form !== undefined && (form === null) === (kind === 'talent-signing');
}

/** 同意公开金额. */
export function mayShowAmount({ publishAmount, state }: TiedAgreement): boolean {
  return publishAmount && confirmed.includes(state);
}

/**
 * 同意公开: whether project, company and, of an agreement of people, they themselves may be named. Of an invented project
 * without an agreement there is nobody who could be asked.
 */
export function mayName({ agreement, project }: Pick<Tie, 'agreement' | 'project'>): boolean {
  if (agreement === null) return project.isInvented;
  if (!confirmed.includes(agreement.state)) return false;
  const { publishName, publishTalent, template } = agreement;
  return publishName && (formOf(template) !== null || publishTalent);
}

/**
 * What everybody may know of what the items are about: named only where that is agreed to. The form is the agreement's; without
 * one it is what the log says, if it says anything.
 */
export function stageOf(ties: readonly Tie[], { signings }: Pick<EventState, 'signings'>): StageSigning[] {
  return ties.map(({ item, ceremony, project, agreement }) => {
    const isNamed = mayName({ agreement, project });
    const said = signings.findLast((signing) => signing.item === item);
    const form = agreement === null ? said?.form : formOf(agreement.template);
    return {
      ...{ item, ceremony, form: form ?? null },
      project: isNamed ? project.name : null,
      company: isNamed ? project.company : null,
      isTest: agreement?.isTest ?? false,
      hands: isNamed && agreement?.state === 'completed' ? agreement.hands : 0,
    };
  });
}

/**
 * 仪式画面: the agreement whose handwriting an item shows. None before the log says that its seal is in force, nor for what was
 * signed on paper or taken back, nor without consent to names.
 */
export function showingHands({ signings }: EventState, tie: Tie): TiedAgreement | null {
  const isSealed = signings.some(
    ({ item, state, isPaper }) => item === tie.item && state === 'effective' && !isPaper,
  );
  return isSealed && mayName(tie) && tie.agreement?.state === 'completed' ? tie.agreement : null;
}

type Named = { id: number; kind: ItemKind; title: { zh: string; en: string } };

/**
 * The items as everybody may read them: a signing whose company did not agree to being named, or of which nobody knows that yet,
 * is called by its kind.
 */
export function withAgreedNames<Item extends Named>(items: readonly Item[], ties: readonly Tie[]): Item[] {
  return items.map((item) => {
    const title = unnamed[item.kind];
    const isAgreed = ties.some((tie) => tie.item === item.id && mayName(tie));
    return title === undefined || isAgreed ? item : { ...item, title };
  });
}

const unnamed: Partial<Record<ItemKind, Named['title']>> = {
  'project-signing': { zh: '项目签约', en: 'Project signing' },
  'talent-signing': { zh: '人才签约', en: 'Talent signing' },
};
