import type { Database } from '../db/database.ts';
import type { IsTrustedProxy } from './client-address.ts';
import type { Passwords } from './passwords.ts';
import type { SecretBox } from './secret-box.ts';

/** How this installation keeps accounts. */
export type AccountSettings = {
  /** In demonstration mode staff need no second factor. */
  isDemonstration: boolean;
  passwords: Passwords;
  secrets: SecretBox;
  isTrustedProxy: IsTrustedProxy;
  /** Scheme, host and port of every address under which the site's own pages are served. */
  ownOrigins: () => readonly string[];
};

export type AccountParts = AccountSettings & {
  database: Database;
  isHttps: boolean;
  /** The name that authenticators and letters show. */
  siteName: string;
  /** What the city is called, in each language: no password is made of it. */
  placeNames: readonly string[];
  /** Codes of the departments whose name and duty the city pack sets. */
  packDepartments: readonly string[];
  origin: () => string;
  now: () => Date;
};
