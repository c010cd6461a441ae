import {
  moment,
  sameChannelEntry,
  signersSection,
  unopened,
  type SignerFacts,
} from './certificate-signers.ts';
import { linkChannel } from './codes.ts';
import { partyRegistration } from './credit-code-rules.ts';
import type { CertificateSection, CertificateSheet } from './paper/certificate-sheet.ts';
import type { RevisionRow } from './revision-store.ts';
import type { AgreementText } from './text-schema.ts';
import type { Tier } from './terms.ts';
import { tierWords } from './tier-words.ts';

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
    sections: [
      agreementSection(facts),
      signersSection(facts.signers),
      revisionsSection(facts),
      worthSection(),
    ],
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
    return signer === undefined ? '' : `　${signer.contact?.name ?? unopened}`;
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
