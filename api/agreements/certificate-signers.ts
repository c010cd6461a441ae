import { shanghaiTime } from '../calendar/rules.ts';
import { linkChannel } from './codes.ts';
import { maskedEmail, maskedPhone } from './mask-rules.ts';
import type { CertificateEntry, CertificateGroup, CertificateSection } from './paper/certificate-sheet.ts';
import { capacityWords, roleWords } from './paper/words.ts';
import type { Place } from './signer-store.ts';
import type { Capacity, CodeChannel } from './terms.ts';
import { sameChannelWords } from './tier-words.ts';

type ActingRole = Exclude<Place['role'], 'viewer'>;
/** `contact` is null where it does not open, as when the key it was sealed under is lost. */
export type SignerFacts = Pick<Place, 'position' | 'capacity' | 'authorisation' | 'contact'> & {
  role: ActingRole;
  /** 甲方, 乙方, …, and which organisation the text names as that; null: of no side. */
  side: { label: string; organisation: string } | null;
  act: {
    at: Date;
    signed: { consent: string; mark: 'strokes' | 'typed' | 'picture'; documents: number | null } | null;
  } | null;
  /** When the end of the text was reached, as the page reported it; null: nothing says so. */
  readAt: Date | null;
  /** null: acted without a code that is kept. */
  codeChannel: CodeChannel | null;
  /** `names` are null where the record of them does not open. */
  handedOn: readonly { names: { from: string; to: string } | null; authorisation: string }[];
};

export const sameChannelEntry: CertificateEntry = {
  label: '提示 Caution',
  lines: [sameChannelWords.zh, sameChannelWords.en],
  tone: 'caution',
};

/** What stands in the place of a name or an address that the register has and cannot open. */
export const unopened = '无法打开 cannot be opened';

const unopenedEntry: CertificateEntry = {
  label: '提示 Caution',
  lines: [
    '登记的姓名和联系方式加密保存，密钥已失，无法打开；其余各项照登记，姓名见协议文件。',
    'Name and contact are kept sealed and cannot be opened, their key is lost; the agreement itself prints the name.',
  ],
  tone: 'caution',
};

export function signersSection(signers: readonly SignerFacts[]): CertificateSection {
  return { heading: { zh: '签署人', en: 'Signers' }, groups: signers.map(signerGroup) };
}

const englishRoles: Record<ActingRole, string> = {
  signer: 'signer',
  approver: 'approver',
  witness: 'witness',
};
const capacities: Record<Capacity, string> = {
  'legal-representative': `${capacityWords['legal-representative']} legal representative`,
  authorised: `${capacityWords.authorised} authorised representative`,
};
const marks = {
  strokes: '手写 handwritten',
  typed: '键入姓名 typed name',
  picture: '印章或签名图像 picture of a seal or signature',
};

function signerGroup({
  side,
  role,
  capacity,
  authorisation,
  contact,
  act,
  readAt,
  codeChannel,
  handedOn,
}: SignerFacts): CertificateGroup {
  const name = contact?.name ?? unopened;
  const organisation = contact?.organisation ?? side?.organisation ?? unopened;
  return {
    isWhole: true,
    name: side === null ? organisation : `${side.label}　${organisation}`,
    entries: [
      {
        label: `${roleWords[role]} ${englishRoles[role]}`,
        lines: [role === 'signer' ? `${name}（${capacities[capacity]}）` : name],
      },
      ...(contact === null ? [unopenedEntry] : []),
      ...(authorisation === null || handedOn.length > 0
        ? []
        : [{ label: '授权 Authority', lines: [authorisation] }]),
      ...handedOn.map(handedOnEntry),
      {
        label: '通读 Read',
        lines: [
          readAt === null
            ? '没有读到末尾的记录 no record that the end was reached'
            : `读到末尾 to the end ${moment(readAt)}`,
        ],
      },
      { label: '办理时间 Acted at', lines: [act === null ? '没有办理 not acted' : moment(act.at)] },
      {
        label: '链接 Link',
        lines: [`邮件 mail ${contact === null ? unopened : maskedEmail(contact.email)}`],
      },
      { label: '验证码 Code', lines: [codeWords(contact, codeChannel)] },
      ...(codeChannel === linkChannel ? [sameChannelEntry] : []),
      ...(act === null || act.signed === null ? [] : signedEntries(act.signed)),
    ],
  };
}

function handedOnEntry({ names, authorisation }: SignerFacts['handedOn'][number]): CertificateEntry {
  const lines =
    names === null
      ? [
          `转交记录里的姓名无法打开；经核准由他人办理，依据：${authorisation}`,
          'The names in the record of the handing on cannot be opened; by letter of authorisation another person acted.',
        ]
      : [
          `文件上印的姓名是${names.from}；经核准由${names.to}办理，依据：${authorisation}`,
          `The paper prints ${names.from}; by letter of authorisation ${names.to} acted instead.`,
        ];
  return { label: '转交 Handed on', lines };
}

function codeWords(contact: Place['contact'], channel: CodeChannel | null): string {
  if (channel === null) return '未用验证码 none';
  const way = channel === 'sms' ? '短信 SMS' : '邮件 mail';
  if (contact === null) return `${way} ${unopened}`;
  return `${way} ${channel === 'sms' ? maskedPhone(contact.phone ?? '') : maskedEmail(contact.email)}`;
}

function signedEntries({
  consent,
  mark,
  documents,
}: NonNullable<NonNullable<SignerFacts['act']>['signed']>): CertificateEntry[] {
  const set =
    documents === null
      ? []
      : [
          `以一个验证码签署了 ${documents} 份文件 signed by one code: ${documents === 1 ? '1 document' : `${documents} documents`}`,
        ];
  return [
    { label: '签署须知 Consent', lines: [`${consent}（全文在证据包 text in the evidence package）`, ...set] },
    { label: '签名样式 Mark', lines: [marks[mark]] },
  ];
}

/** `2026-11-23 18:40:05 UTC+08:00` */
export function moment(at: Date): string {
  return `${shanghaiTime(at).slice(0, 19).replace('T', ' ')} UTC+08:00`;
}
