import type { Competence, Role } from './terms.ts';

/** Who acts, as known to every route behind a policy; read from the database at each request. */
export type Actor = {
  accountId: number;
  role: Role;
  /** Code of the department; null for investors and whoever belongs to none. */
  department: string | null;
  competences: Competence[];
  /** When this session last proved who it is, by password and, where there is one, by code. */
  provedAt: Date;
  /** Staff outside demonstration mode who have not set up their second factor: they can do nothing else before. */
  lacksSecondFactor: boolean;
};

/** The command line, the system itself and who has no account: named as what they are in the log. */
export type SystemActor = { accountId: null; role: 'system' | 'command-line' | 'visitor' };
