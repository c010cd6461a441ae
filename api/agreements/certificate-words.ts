import { shanghaiTime } from '../calendar/rules.ts';
import { linkChannel } from './codes.ts';
import { partyRegistration } from './credit-code-rules.ts';
import { maskedEmail, maskedPhone } from './mask-rules.ts';
import type {
  CertificateEntry,
  CertificateGroup,
  CertificateSection,
  CertificateSheet,
} from './paper/certificate-sheet.ts';
import { capacityWords, roleWords } from './paper/words.ts';
import type { RevisionRow } from './revision-store.ts';
import type { Signer } from './signer-store.ts';
import type { AgreementText } from './text-schema.ts';
import type { Capacity, CodeChannel, Tier } from './terms.ts';
import { sameChannelWords, tierWords } from './tier-words.ts';

type ActingRole = Exclude<Signer['role'], 'viewer'>;
export type SignerFacts = Pick<Signer, 'position' | 'capacity' | 'authorisation' | 'contact'> & {
  role: ActingRole;
  /** 甲方, 乙方, …; null: of no side. */
  label: string | null;
  act: {
    at: Date;
    signed: { consent: string; mark: 'strokes' | 'typed' | 'picture'; documents: number | null } | null;
  } | null;
  /** When the end of the text was reached, as the page reported it; null: nothing says so. */
  readAt: Date | null;
  /** null: acted without a code that is kept. */
  codeChannel: CodeChannel | null;
  handedOn: readonly { from: string; to: string; authorisation: string }[];
};

type Facts = Pick<AgreementText, 'number' | 'title' | 'template' | 'parties'> & {
  tier: Tier;
  contentSha256: string;
  completedAt: Date;
  signers: readonly SignerFacts[];
  revisions: readonly (Omit<RevisionRow, 'sha256' | 'blob'> & { sha256: string })[];
  verifyUrl: string;
  verifyCode: string;
};

/** 签署证书 in words: Chinese, and beside it English. */
export function certificateSheet(facts: Facts): CertificateSheet {
  const { number, tier, verifyUrl: url, verifyCode } = facts;
  return {
    number,
    title: { zh: '签署证书', en: 'Certificate of signing' },
    isTest: tier === 'T0',
    sections: [agreementSection(facts), signersSection(facts), revisionsSection(facts), worthSection()],
    verify: {
      url,
      lines: [
        '核验原件：扫描二维码，或打开网址，或在该页放入协议文件。',
        'Check the file: scan the code, open the address, or drop the agreement there.',
        `编号 Number ${number}　查验码 Code ${verifyCode}`,
      ],
    },
  };
}

function agreementSection(facts: Facts): CertificateSection {
  const { number, title, template, parties, tier, contentSha256, completedAt, signers, revisions } = facts;
  const isLowered = signers.some(({ codeChannel }) => codeChannel === linkChannel);
  return {
    heading: { zh: '协议', en: 'Agreement' },
    groups: [
      {
        name: null,
        entries: [
          { label: '名称 Title', lines: [`《${title}》`] },
          { label: '编号 Number', lines: [number] },
          { label: '模板 Template', lines: [`${template.title} v${template.version}`] },
          ...parties.map((party) => ({
            label: `${party.label} Party`,
            lines: [party.organisation, ...registrationLines(party)],
          })),
          { label: '封存时间 Sealed at', lines: [moment(completedAt)] },
          { label: '证书等级 Tier', lines: [tierWords[tier].zh, tierWords[tier].en], tone: 'caution' },
          ...(isLowered ? [sameChannelEntry] : []),
          {
            label: '最终文件 File SHA-256',
            lines: [inEights(revisions.at(-1)?.sha256 ?? '')],
            tone: 'aside',
          },
          { label: '文本 Content SHA-256', lines: [inEights(contentSha256)], tone: 'aside' },
        ],
      },
    ],
  };
}

function registrationLines(party: Facts['parties'][number]): string[] {
  const registration = partyRegistration(party);
  return registration === null ? [] : [`${registration.label} ${registration.code}`];
}

const sameChannelEntry: CertificateEntry = {
  label: '提示 Caution',
  lines: [sameChannelWords.zh, sameChannelWords.en],
  tone: 'caution',
};

function signersSection({ signers }: Facts): CertificateSection {
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
  label,
  role,
  capacity,
  authorisation,
  contact,
  act,
  readAt,
  codeChannel,
  handedOn,
}: SignerFacts): CertificateGroup {
  const isSigner = role === 'signer';
  return {
    isWhole: true,
    name: label === null ? contact.organisation : `${label}　${contact.organisation}`,
    entries: [
      {
        label: `${roleWords[role]} ${englishRoles[role]}`,
        lines: [isSigner ? `${contact.name}（${capacities[capacity]}）` : contact.name],
      },
      ...(authorisation === null || handedOn.length > 0
        ? []
        : [{ label: '授权 Authority', lines: [authorisation] }]),
      ...handedOn.map(({ from, to, authorisation }) => ({
        label: '转交 Handed on',
        lines: [
          `文件上印的姓名是${from}；经核准由${to}办理，依据：${authorisation}`,
          `The paper prints ${from}; by letter of authorisation ${to} acted instead.`,
        ],
      })),
      {
        label: '通读 Read',
        lines: [
          readAt === null
            ? '没有读到末尾的记录 no record that the end was reached'
            : `读到末尾 to the end ${moment(readAt)}`,
        ],
      },
      { label: '办理时间 Acted at', lines: [act === null ? '没有办理 not acted' : moment(act.at)] },
      { label: '链接 Link', lines: [`邮件 mail ${maskedEmail(contact.email)}`] },
      { label: '验证码 Code', lines: [codeWords(contact, codeChannel)] },
      ...(codeChannel === linkChannel ? [sameChannelEntry] : []),
      ...(act === null || act.signed === null ? [] : signedEntries(act.signed)),
    ],
  };
}

function codeWords({ email, phone }: Signer['contact'], channel: CodeChannel | null): string {
  if (channel === null) return '未用验证码 none';
  return channel === 'sms' ? `短信 SMS ${maskedPhone(phone ?? '')}` : `邮件 mail ${maskedEmail(email)}`;
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

const revisionWords: Record<RevisionRow['kind'], string> = {
  base: '发出待签 as sent',
  signature: '签名 signature',
  seal: '平台封存 platform seal',
  archive: '归档 archived',
};

/** Revisions count from 1 for people: the first is what was sent. */
function revisionsSection({ revisions, signers }: Facts): CertificateSection {
  const who = (position: number | null) => {
    const signer = signers.find((one) => one.position === position);
    return signer === undefined ? '' : `　${signer.contact.name}`;
  };
  return {
    heading: { zh: '登记的修订', en: 'Registered revisions, each with its SHA-256' },
    groups: [
      {
        name: null,
        entries: revisions.map(({ number, kind, position, bytes, sha256, at }) => ({
          label: `${number + 1} ${revisionWords[kind]}`,
          lines: [`${moment(at)}　${bytes} B${who(position)}`, inEights(sha256)],
          tone: 'aside',
        })),
      },
    ],
  };
}

function worthSection(): CertificateSection {
  return {
    heading: { zh: '说明', en: 'What this sheet is' },
    groups: [
      {
        name: null,
        isWhole: true,
        entries: [
          {
            label: '不是签名 No signature',
            lines: [
              '本证书摘自登记，不是电子签名，不代替协议文件；是否原件以查验为准。',
              'Taken from the register: no signature, and no substitute for the agreement; whether a file is the original the check tells.',
            ],
          },
          {
            label: '不供地 No land',
            lines: [
              '本平台不供地，签署不产生供地效力；土地使用权以招标、拍卖、挂牌结果为准。',
              'The portal never allots land, and no signing does: land use rights follow from public tender, auction or listing alone.',
            ],
          },
        ],
      },
    ],
  };
}

/** A whole digest on one line. */
function inEights(sha256: string): string {
  return sha256.replace(/.{8}(?=.)/g, '$& ');
}

/** `2026-11-23 18:40:05 UTC+08:00` */
function moment(at: Date): string {
  return `${shanghaiTime(at).slice(0, 19).replace('T', ' ')} UTC+08:00`;
}
