import type { IsTrustedProxy } from '../accounts/client-address.ts';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { FirstAnchors } from '../audit/first-anchors.ts';
import type { Blobs } from '../attachments/blobs.ts';
import type { City } from '../city/pack.ts';
import type { Database } from '../db/database.ts';
import type { Post } from '../letters/store.ts';
import type { PaperDesk } from './paper-desk.ts';

/** What agreements are prepared, signed and sealed with. */
export type AgreementParts = {
  database: Database;
  blobs: Blobs;
  city: City;
  secrets: SecretBox;
  isTrustedProxy: IsTrustedProxy;
  isHttps: boolean;
  origin: () => string;
  now: () => Date;
} & SigningDesk;

export type SigningDesk = {
  /** Draws and signs, beside the requests. */
  papers: PaperDesk;
  /** Made with test certificates: everything says so. */
  isTest: boolean;
  /** Certificates (DER) that our signatures lead to, today's and former ones. */
  roots: Uint8Array[];
  /** When what is signed with ends. */
  certificateEnds: Date;
  /** The first anchors of the log at or behind a row of it; absent where the log is not anchored. */
  anchorsFrom?: (seq: number) => Promise<FirstAnchors>;
  /** Of the process that plays a rehearsal (演练), which seals what is rehearsed and nothing else. */
  takeRehearsed?: Post['takeRehearsed'];
};
