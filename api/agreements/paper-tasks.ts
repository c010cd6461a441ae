import { archiveProved } from '../signatures/archive.ts';
import { fileFacts } from '../signatures/file-facts.ts';
import type { Mark } from '../signatures/mark.ts';
import { certificateStanding } from '../signatures/expiry-rules.ts';
import { signField, type Revision } from '../signatures/sign.ts';
import { openTrust, type SigningMaterial, type SigningTrust } from '../signatures/trust.ts';
import { drawCertificate } from './paper/certificate.ts';
import type { CertificateSheet } from './paper/certificate-sheet.ts';
import type { PaperOptions } from './paper/options.ts';
import { drawPaper } from './paper/paper.ts';
import { printedName } from './paper/printed-name.ts';
import { openTypefaces } from './paper/typefaces.ts';
import { checkDrawable } from './paper/undrawable.ts';
import type { AgreementText } from './text-schema.ts';

/** What is done with papers beside the requests: each takes some tenths of a second of computing. */
export type PaperTasks = {
  draw(text: AgreementText, options: PaperOptions): ReturnType<typeof drawPaper>;
  /** Throws `Undrawable` for a text that papers cannot show. */
  proof(text: string, place: string): Promise<void>;
  /** 签署证书: about a paper, and signed by nobody. */
  certify(certificate: CertificateSheet): Promise<Uint8Array>;
  /** Adds the signature of whoever `name` is, of the platform where it is null. */
  sign(revision: Uint8Array, request: SignRequest): Promise<Revision>;
  /** 长期验证: adds what proves the signatures later, and the last timestamp. */
  archive(revision: Uint8Array): Promise<Revision>;
  /** What stands in a file of our own, against the certificates (DER) that are trusted. Throws for what cannot be read. */
  facts(file: Uint8Array, roots: Uint8Array[]): ReturnType<typeof fileFacts>;
};

/** `typedName` stands in print where there are no strokes. */
export type SignRequest = {
  field: string;
  name: string | null;
  reason: string;
  mark: Pick<Mark, 'strokes' | 'seal' | 'picture'>;
  typedName: string | null;
  at: Date;
};

export function paperTasks(material: SigningMaterial): PaperTasks {
  let opening: Promise<SigningTrust> | undefined;
  const trust = () => (opening ??= openTrust(material));
  return {
    draw: drawPaper,
    certify: drawCertificate,
    // Its throw is an answer as well.
    proof: (text, place) => Promise.resolve().then(() => checkDrawable(text, openTypefaces().regular, place)),
    async sign(revision, { field, name, reason, mark: drawn, typedName, at }) {
      const mark = typedName === null ? drawn : { ...drawn, name: printedName(typedName) };
      const { platform, signerFor, timestampAuthority, notAfter } = await trust();
      if (certificateStanding(notAfter, new Date()) === 'ended')
        throw new Error('the signing certificate has ended: renew SIGNING_P12');
      const signer = name === null ? platform : await signerFor(name, at);
      return await signField(revision, { field, reason, mark, at }, { signer, timestampAuthority });
    },
    async archive(revision) {
      return await archiveProved(revision, await trust());
    },
    facts: fileFacts,
  };
}
