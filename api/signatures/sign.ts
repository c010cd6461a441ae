import { createHash } from 'node:crypto';
import type { PdfName } from '@libpdf/core';
import {
  PDF,
  PdfDict,
  type PdfObject,
  PdfNumber,
  type RevocationProvider,
  type Signer,
  type TimestampAuthority,
} from '@libpdf/core';
import { drawMark, type Mark } from './mark.ts';

/** Who signs and who says when: a key in a file or a module elsewhere (CA, HSM), and a time stamping authority. */
export type SigningMeans = { signer: Signer; timestampAuthority: TimestampAuthority };

/** 文件版本: a state of the file. Every later one begins with the bytes of this one. */
export type Revision = { bytes: Uint8Array; sha256: string };

/** Bytes kept free for a signature with its certificates and timestamp; those of licensed authorities are larger than ours. */
const reservedBytes = 16_384;

/** What the library writes anew although the reserved field has it: an empty rectangle on the first page. */
const keptKeys = new Set(['Rect', 'P', 'F']);

/**
 * Adds one PAdES B-T signature (ETSI EN 319 142-1) into a reserved field. Earlier bytes stay as they are.
 * Throws where the field is missing or signed, the timestamp cannot be had, or the earlier bytes would change.
 */
export async function signField(
  revision: Uint8Array,
  { field, reason, mark, at }: { field: string; reason: string; mark: Mark; at: Date },
  means: SigningMeans,
): Promise<Revision> {
  const pdf = await openForAppending(revision);
  const dictionary = reservedField(pdf, field);
  dictionary.set('AP', PdfDict.of({ N: drawMark(pdf, mark, sizeOf(dictionary)) }));
  keepPlace(dictionary);
  const { bytes } = await pdf.sign({
    signer: means.signer,
    timestampAuthority: means.timestampAuthority,
    fieldName: field,
    reason,
    signingTime: at,
    level: 'B-T',
    estimatedSize: reservedBytes,
  });
  return revisionAfter(revision, bytes);
}

/**
 * 长期验证: adds certificates and revocation lists of all signatures, and a timestamp over the whole file (PAdES B-LTA).
 */
export async function archiveSignatures(
  revision: Uint8Array,
  {
    timestampAuthority,
    revocationProvider,
  }: { timestampAuthority: TimestampAuthority; revocationProvider: RevocationProvider },
): Promise<Revision> {
  const pdf = await openForAppending(revision);
  const { bytes } = await pdf.addArchivalData({
    timestampAuthority,
    revocationProvider,
    estimatedSize: reservedBytes,
  });
  return revisionAfter(revision, bytes);
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function openForAppending(bytes: Uint8Array): Promise<PDF> {
  const pdf = await PDF.load(bytes);
  const blocker = pdf.canSaveIncrementally();
  if (blocker !== null) throw new Error(`the file would be written anew: ${blocker}`);
  return pdf;
}

function reservedField(pdf: PDF, name: string): PdfDict {
  const field = pdf.getForm()?.getSignatureField(name);
  if (field === undefined) throw new Error(`no signature field ${name} is reserved`);
  if (field.isSigned()) throw new Error(`the signature field ${name} is signed`);
  return field.getDict();
}

function sizeOf(dictionary: PdfDict): { width: number; height: number } {
  const sides = dictionary.getArray('Rect');
  const side = (index: number) => {
    const value = sides?.at(index);
    if (!(value instanceof PdfNumber)) throw new Error('the signature field has no rectangle');
    return value.value;
  };
  return { width: side(2) - side(0), height: side(3) - side(1) };
}

/** The pinned library moves every signed field to an empty rectangle; this dictionary refuses that. */
function keepPlace(dictionary: PdfDict): void {
  const set = dictionary.set.bind(dictionary);
  dictionary.set = (key: PdfName | string, value: PdfObject) => {
    if (!keptKeys.has(typeof key === 'string' ? key : key.value)) set(key, value);
  };
}

function revisionAfter(earlier: Uint8Array, bytes: Uint8Array): Revision {
  const kept =
    bytes.length > earlier.length && Buffer.compare(bytes.subarray(0, earlier.length), earlier) === 0;
  if (!kept) throw new Error('signing would have changed what was signed before');
  return { bytes, sha256: sha256Of(bytes) };
}
