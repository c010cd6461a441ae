import { PDF, PdfArray, type PdfDict, PdfStream } from '@libpdf/core';
import { Certificate } from 'pkijs';
import { askedAbout, type CertificateStatus } from './certificate-status.ts';
import type { SignedMessage, TrustedRoots } from './signed-message.ts';
import { readStatusAnswer } from './status-answers.ts';
import { readStatusList } from './status-lists.ts';

/** 长期验证资料 (DSS, ISO 32000-2, 12.8.4.3) as it stands in a file. */
export type LongTermData = {
  /** What its revocation lists (CRL) say. */
  lists: CertificateStatus[];
  /** What its answers (OCSP) say. */
  answers: CertificateStatus[];
};

type Signed = {
  signatures: readonly Pick<SignedMessage, 'certificate' | 'stampedAt'>[];
  roots: TrustedRoots;
};

/** Null where the file has none: before it was archived. Throws on bytes that no PDF reader takes. */
export async function longTermData(
  bytes: Uint8Array,
  { signatures, roots }: Signed,
): Promise<LongTermData | null> {
  const pdf = await PDF.load(bytes);
  const resolve = pdf.getObject.bind(pdf);
  const store = pdf.getCatalog().getDict('DSS', resolve);
  if (store === undefined) return null;
  // What nobody stamped may have been signed just now.
  const signers = signatures.flatMap(({ certificate, stampedAt }) =>
    parsed(certificate).map((held) => ({ certificate: held, signedAt: stampedAt ?? new Date() })),
  );
  const known = [
    ...roots.flatMap(parsed),
    ...streamsAt(store, 'Certs', resolve).flatMap((stream) => parsed(stream.getDecodedData())),
    ...signers.map(({ certificate }) => certificate),
  ];
  const asked = await askedAbout(signers, known);
  const lists: CertificateStatus[] = [];
  for (const stream of streamsAt(store, 'CRLs', resolve))
    lists.push(await readStatusList(stream.getDecodedData(), asked));
  const answers: CertificateStatus[] = [];
  for (const stream of streamsAt(store, 'OCSPs', resolve))
    answers.push(...(await readStatusAnswer(stream.getDecodedData(), asked)));
  return { lists, answers };
}

function streamsAt(store: PdfDict, key: string, resolve: PDF['getObject']): PdfStream[] {
  const list = store.get(key, resolve);
  if (!(list instanceof PdfArray)) return [];
  return Array.from({ length: list.length }, (_, index) => list.at(index, resolve)).filter(
    (item) => item instanceof PdfStream,
  );
}

/** What is no certificate counts as none. */
function parsed(bytes: Uint8Array | null): Certificate[] {
  try {
    return bytes === null ? [] : [Certificate.fromBER(new Uint8Array(bytes))];
  } catch {
    return [];
  }
}
