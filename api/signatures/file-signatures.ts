import { PDF, PdfArray, type PdfDict, PdfName, PdfNumber, PdfString } from '@libpdf/core';
import { coveredBytes, type CoverageFlaw } from './covered-bytes.ts';
import type { TrustedRoots } from './signed-data.ts';
import { readSignature, readTimestamp, type SignedMessage } from './signed-message.ts';

/** One signature of a file: what it says, and how much of the file it speaks for. */
export type FileSignature = SignedMessage & {
  field: string;
  kind: 'signature' | 'timestamp';
  /** What it says that it is for; empty where it says nothing. */
  reason: string;
  /** How many bytes, from the first on, it speaks for. */
  endsAt: number;
  flaws: CoverageFlaw[];
};

/** RFC 3161 timestamp over a file (ISO 32000-2, 12.8.5). */
const documentTimestamp = 'ETSI.RFC3161';
/** Forms that are examined: a detached CMS (ISO 32000-2, 12.8.3.3 and 12.8.3.4), and that timestamp. Older ones are not. */
const examined = ['adbe.pkcs7.detached', 'ETSI.CAdES.detached', documentTimestamp];

/**
 * All signatures of a PDF, the earliest first. These are facts about bytes: that a file is complete, or the last of its
 * kind, only the register of revisions can tell. Throws on bytes that no PDF reader takes.
 */
export async function fileSignatures(bytes: Uint8Array, roots: TrustedRoots): Promise<FileSignature[]> {
  const pdf = await PDF.load(bytes);
  const signed = (pdf.getForm()?.getSignatureFields() ?? []).filter((field) => field.isSigned());
  const read: FileSignature[] = [];
  for (const field of signed) {
    const dictionary = field.getSignatureDict();
    if (dictionary !== null) read.push(await readOne(bytes, { field: field.name, dictionary, roots }));
  }
  return read.sort((one, other) => one.endsAt - other.endsAt);
}

type Found = { field: string; dictionary: PdfDict; roots: TrustedRoots };

async function readOne(bytes: Uint8Array, { field, dictionary, roots }: Found): Promise<FileSignature> {
  const form = nameAt(dictionary, 'SubFilter');
  const kind = form === documentTimestamp ? 'timestamp' : 'signature';
  const { covered, value, endsAt, flaws } = coveredBytes(bytes, numbersAt(dictionary, 'ByteRange'));
  const read = kind === 'timestamp' ? readTimestamp : readSignature;
  // Where the place in the file is another than it was signed for, the file still says who signed.
  const said = value ?? bytesAt(dictionary, 'Contents');
  const message = await read(said, covered ?? new Uint8Array(), roots);
  const isExamined = message.isExamined && examined.includes(form);
  const isIntact = isExamined && message.isIntact && value !== null;
  const reason = textAt(dictionary, 'Reason');
  return { ...message, isIntact, isExamined, field, kind, reason, endsAt, flaws };
}

function textAt(dictionary: PdfDict, key: string): string {
  const value = dictionary.get(key);
  return value instanceof PdfString ? value.asString() : '';
}

function bytesAt(dictionary: PdfDict, key: string): Uint8Array<ArrayBuffer> {
  const value = dictionary.get(key);
  return value instanceof PdfString ? new Uint8Array(value.bytes) : new Uint8Array();
}

function nameAt(dictionary: PdfDict, key: string): string {
  const value = dictionary.get(key);
  return value instanceof PdfName ? value.value : '';
}

/** The numbers of an array in a dictionary; NaN for what is none. */
export function numbersAt(dictionary: PdfDict, key: string): number[] {
  const list = dictionary.get(key);
  if (!(list instanceof PdfArray)) return [];
  return Array.from({ length: list.length }, (_, index) => {
    const item = list.at(index);
    return item instanceof PdfNumber ? item.value : NaN;
  });
}
