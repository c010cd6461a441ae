import { PDF, PdfArray, type PdfDict, PdfStream } from '@libpdf/core';
import { Certificate } from 'pkijs';
import { askedAbout, type Asked, type CertificateStatus } from './certificate-status.ts';
import type { FileSignature } from './file-signatures.ts';
import type { TrustedRoots } from './signed-data.ts';
import { readStatusAnswer } from './status-answers.ts';
import { readStatusList } from './status-lists.ts';

/** What lists (CRL) and answers (OCSP) say. */
type Said = { lists: CertificateStatus[]; answers: CertificateStatus[] };

/** 长期验证资料 as it stands in a file. */
export type LongTermData = {
  /** In its own store (DSS, ISO 32000-2, 12.8.4.3), where it was archived. */
  kept: Said | null;
  /** In its signatures themselves. */
  carried: Said;
  /** Of everybody who signed one of them says that he was in order then; what it says of who gave the timestamps is not enough. */
  areSignersGood: boolean;
};

type Signed = {
  signatures: readonly Pick<FileSignature, 'kind' | 'certificate' | 'stampedAt' | 'carried'>[];
  roots: TrustedRoots;
};

/** Null where the file has none, neither in its store nor in its signatures. Throws on bytes that no PDF reader takes. */
export async function longTermData(
  bytes: Uint8Array,
  { signatures, roots }: Signed,
): Promise<LongTermData | null> {
  const store = await storedStatus(bytes);
  const carried = {
    lists: signatures.flatMap((one) => one.carried.lists),
    answers: signatures.flatMap((one) => one.carried.answers),
  };
  if (store === null && carried.lists.length + carried.answers.length === 0) return null;
  // What nobody stamped may have been signed just now.
  const signers = signatures.flatMap(({ kind, certificate, stampedAt }) =>
    parsed(certificate).map((held) => ({ kind, certificate: held, signedAt: stampedAt ?? new Date() })),
  );
  const known = [
    ...roots.flatMap(parsed),
    ...(store?.certificates ?? []).flatMap(parsed),
    ...signatures.flatMap((one) => one.carried.certificates.flatMap(parsed)),
    ...signers.map(({ certificate }) => certificate),
  ];
  const asked = await askedAbout(signers, known);
  const kept = store ?? { lists: [], answers: [] };
  const signed = signatures.filter(({ kind }) => kind === 'signature');
  const those = signers.filter(({ kind }) => kind === 'signature');
  let areSignersGood = signed.length > 0 && those.length === signed.length;
  for (const signer of those) {
    const his = asked.filter(
      ({ certificate, signedAt }) => certificate === signer.certificate && signedAt === signer.signedAt,
    );
    const said = [await readAll(kept, his), await readAll(carried, his)];
    const all = said.flatMap(({ lists, answers }) => [...lists, ...answers]);
    areSignersGood &&= all.some(({ status }) => status === 'good');
  }
  return {
    kept: store === null ? null : await readAll(kept, asked),
    carried: await readAll(carried, asked),
    areSignersGood,
  };
}

type Kept = Record<'lists' | 'answers', Uint8Array[]>;

/** What a file's own store (DSS) has, each as DER, unread; null where it has none. Throws on bytes that no PDF reader takes. */
export async function storedStatus(
  bytes: Uint8Array,
): Promise<(Kept & { certificates: Uint8Array[] }) | null> {
  const pdf = await PDF.load(bytes);
  const resolve = pdf.getObject.bind(pdf);
  const store = pdf.getCatalog().getDict('DSS', resolve);
  if (store === undefined) return null;
  const decodedAt = (key: string) => streamsAt(store, key, resolve).map((stream) => stream.getDecodedData());
  return { certificates: decodedAt('Certs'), lists: decodedAt('CRLs'), answers: decodedAt('OCSPs') };
}

export async function readAll(kept: Kept, asked: readonly Asked[]): Promise<Said> {
  const lists: CertificateStatus[] = [];
  for (const list of kept.lists) lists.push(await readStatusList(list, asked));
  const answers: CertificateStatus[] = [];
  for (const answer of kept.answers) answers.push(...(await readStatusAnswer(answer, asked)));
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
export function parsed(bytes: Uint8Array | null): Certificate[] {
  try {
    return bytes === null ? [] : [Certificate.fromBER(new Uint8Array(bytes))];
  } catch {
    return [];
  }
}
