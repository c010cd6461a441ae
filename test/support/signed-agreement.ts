import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CryptoKeySigner, type RevocationProvider } from '@libpdf/core';
import fontkit from '@pdf-lib/fontkit';
import { PDFDocument } from 'pdf-lib';
import subsetFont from 'subset-font';
import { issueCertificate, issueRevocationList, type Credential } from '../../api/signatures/certificates.ts';
import { reserveFields } from '../../api/signatures/fields.ts';
import type { Mark } from '../../api/signatures/mark.ts';
import { archiveSignatures, signField, type Revision } from '../../api/signatures/sign.ts';
import { ownTimestamps } from '../../api/signatures/timestamp-desk.ts';

const day = 86_400_000;
const font = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
);

/** A root, parties with keys of both kinds, the platform, and a timestamp desk: made anew for each run. */
export type TestTrust = Awaited<ReturnType<typeof makeTrust>>;

export async function makeTrust() {
  const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 365 * day) };
  const root = await issueCertificate(
    { name: '测试根证书', keyType: 'EC', purpose: 'authority', ...validity },
    null,
  );
  const certify = (name: string, keyType: Credential['keyType'], purpose: 'signature' | 'timestamp') =>
    issueCertificate({ name, keyType, purpose, ...validity }, root);
  const desk = {
    credential: await certify('测试时间戳', 'EC', 'timestamp'),
    now: () => new Date(),
  };
  return {
    root,
    parties: [
      await certify('甲方测试证书', 'RSA', 'signature'),
      await certify('乙方测试证书', 'EC', 'signature'),
      await certify('丙方测试证书', 'RSA', 'signature'),
    ],
    platform: await certify('平台测试证书', 'EC', 'signature'),
    timestamps: ownTimestamps(desk),
    /** Of who gives the timestamps. */
    stampedBy: desk.credential.certificate,
    revocations: await issueRevocationList(root, { at: new Date(), days: 30 }),
  };
}

const strokes = [
  [
    { x: 0.1, y: 0.2 },
    { x: 0.4, y: 0.7 },
    { x: 0.9, y: 0.3 },
  ],
];

/** Three pages of Chinese with a field for each of `parties` and one for the platform. */
export async function agreementPdf(parties: number): Promise<Uint8Array> {
  const text = '投资意向书甲方：经济技术开发区管理委员会乙方：示例企业第页共0123456789';
  const subset = await subsetFont(readFileSync(font), text, { targetFormat: 'truetype' });
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  const typeface = await document.embedFont(subset, { subset: false });
  for (const page of [1, 2, 3]) {
    const sheet = document.addPage([595.28, 841.89]);
    sheet.drawText(`投资意向书 第${page}页`, { x: 60, y: 740, size: 16, font: typeface });
  }
  const fields = Array.from({ length: parties }, (_, index) => ({
    name: `party_${index + 1}`,
    page: 2,
    rect: { left: 60 + index * 170, bottom: 80, width: 150, height: 80 },
  }));
  const platform = { name: 'platform', page: 0, rect: { left: 480, bottom: 20, width: 60, height: 60 } };
  reserveFields(document, [...fields, platform]);
  return await document.save({ useObjectStreams: false });
}

/** Every revision of a file that `parties` sign one after another, then the platform, then sealed for the long term. */
export async function signedRevisions(
  trust: TestTrust,
  parties: number,
  asked: Pick<RevocationProvider, 'getOCSP'> = {},
): Promise<Revision[]> {
  const revisions: Revision[] = [];
  let bytes = await agreementPdf(parties);
  const add = async (revision: Promise<Revision>) => {
    revisions.push(await revision);
    ({ bytes } = await revision);
  };
  for (const [index, credential] of trust.parties.slice(0, parties).entries())
    await add(
      signAs(trust, credential, { bytes, field: `party_${index + 1}`, mark: { strokes, seal: false } }),
    );
  await add(signAs(trust, trust.platform, { bytes, field: 'platform', mark: { strokes: [], seal: true } }));
  const revocationProvider = { ...asked, getCRL: () => Promise.resolve(trust.revocations) };
  await add(archiveSignatures(bytes, { timestampAuthority: trust.timestamps, revocationProvider }));
  return revisions;
}

export function signAs(
  trust: TestTrust,
  credential: Credential,
  { bytes, field, mark }: { bytes: Uint8Array; field: string; mark: Mark },
): Promise<Revision> {
  const { privateKey, certificate, keyType, chain } = credential;
  const algorithm = keyType === 'RSA' ? 'RSASSA-PKCS1-v1_5' : 'ECDSA';
  const signer = new CryptoKeySigner(privateKey, certificate, keyType, algorithm, chain);
  return signField(
    bytes,
    { field, reason: '投资意向书', mark, at: new Date() },
    {
      signer,
      timestampAuthority: trust.timestamps,
    },
  );
}
