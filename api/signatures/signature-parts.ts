import { PDF, PdfName } from '@libpdf/core';
import { coveredBytes } from './covered-bytes.ts';
import { stampOf } from './signed-message.ts';
import { numbersAt } from './file-signatures.ts';

/** A signature taken out of its file: its DER value, and which bytes it speaks for. */
export type SignaturePart = {
  field: string;
  kind: 'signature' | 'timestamp';
  /** `ByteRange`: offset and length, twice (ISO 32000-1, 12.8.1). */
  range: [number, number, number, number];
  value: Uint8Array<ArrayBuffer>;
  /** Of a signature: the timestamp within it, and the bytes that it stamps. */
  stamp: { token: Uint8Array<ArrayBuffer>; stamped: Uint8Array<ArrayBuffer> } | null;
};

/** The signatures of a file of ours, the earliest first, for programs that know nothing of PDF. Throws where one is broken. */
export async function signatureParts(bytes: Uint8Array): Promise<SignaturePart[]> {
  const pdf = await PDF.load(bytes);
  const signed = (pdf.getForm()?.getSignatureFields() ?? []).filter((field) => field.isSigned());
  const parts = signed.map((field): SignaturePart => {
    const dictionary = field.getSignatureDict();
    const [start, length, next, rest, ...more] =
      dictionary === null ? [] : numbersAt(dictionary, 'ByteRange');
    if (
      dictionary === null ||
      start === undefined ||
      length === undefined ||
      next === undefined ||
      rest === undefined ||
      more.length > 0
    )
      throw new Error(`the signature ${field.name} says not what it covers`);
    const { value } = coveredBytes(bytes, [start, length, next, rest]);
    if (value === null) throw new Error(`the signature ${field.name} has no value`);
    const filter = dictionary.get('SubFilter');
    const isStamp = filter instanceof PdfName && filter.value === 'ETSI.RFC3161';
    return {
      field: field.name,
      kind: isStamp ? 'timestamp' : 'signature',
      range: [start, length, next, rest],
      value,
      stamp: isStamp ? null : stampOf(value),
    };
  });
  return parts.sort((one, other) => one.range[2] + one.range[3] - other.range[2] - other.range[3]);
}
