import { fileSignatures, type FileSignature } from './file-signatures.ts';
import { longTermData, type LongTermData } from './long-term-data.ts';
import type { TrustedRoots } from './signed-data.ts';

/** Everything that a file says of its own signatures. */
export type FileFacts = { signatures: FileSignature[]; longTerm: LongTermData | null };

/** Throws on bytes that no PDF reader takes. */
export async function fileFacts(bytes: Uint8Array, roots: TrustedRoots): Promise<FileFacts> {
  const signatures = await fileSignatures(bytes, roots);
  return { signatures, longTerm: await longTermData(bytes, { signatures, roots }) };
}
