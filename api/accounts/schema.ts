import { z } from 'zod';
import { competences, duties, roles } from './terms.ts';

/** Whole bodies are bounded elsewhere; no field of a person is longer than this. */
const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
const PersonName = z.string().trim().min(1).max(100);
const Locale = z.enum(['zh-CN', 'en']);
/** A wish: whether it is good enough is decided when it is set, whether it is right when it is tried. */
const Password = z.string().min(1).max(512);
const Token = z.string().regex(/^[\w-]{43}$/, 'not a token of this portal');
/** Six digits of the authenticator, or one of the recovery codes. */
const Code = z.string().trim().min(6).max(20);
const DepartmentCode = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);
const AccountRole = z.enum(roles);
const Competences = z.array(z.enum(competences)).max(competences.length);
const Instant = z.iso.datetime({ offset: true });

/** `POST /api/session`. */
export const SignIn = z.strictObject({
  email: z.string().min(1).max(254),
  password: Password,
  totp: Code.optional(),
});
export type SignIn = z.infer<typeof SignIn>;

/** `GET /api/me`. */
export const Me = z.strictObject({
  email: z.string(),
  name: z.string(),
  role: AccountRole,
  locale: Locale,
  /** Code of the department; absent for whoever belongs to none. */
  department: z.string().optional(),
  departmentName: z.strictObject({ 'zh-CN': z.string(), en: z.string() }).optional(),
  competences: Competences,
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  /** Everything but setting up the second factor is refused until it is there. */
  lacksSecondFactor: z.boolean(),
  /** When this session last proved who it is; five minutes long that is enough for what asks for a proof. */
  provedAt: Instant,
  /** An account of the demonstration, not of a person. */
  demo: z.boolean(),
});
export type Me = z.infer<typeof Me>;

/** `POST /api/session/proof`: the password, or the code where there is a second factor; either is enough. */
export const Proof = z
  .strictObject({ password: Password.optional(), totp: Code.optional() })
  .refine(({ password, totp }) => password !== undefined || totp !== undefined, 'password or totp');
export type Proof = z.infer<typeof Proof>;

/** `GET /api/sessions`: where its owner is signed in, newest first. */
export const Sessions = z.strictObject({
  items: z.array(
    z.strictObject({ startedAt: Instant, lastSeenAt: Instant, endsAt: Instant, isThisOne: z.boolean() }),
  ),
});
export type Sessions = z.infer<typeof Sessions>;

/** `POST /api/accounts`: an investor registers; the password is chosen from the link in the letter. */
export const Registration = z.strictObject({ email: Email, name: PersonName, locale: Locale });
export type Registration = z.infer<typeof Registration>;

/** `POST /api/account-tokens/verify` and `/reset`: the link of a letter, and the password it is used to choose. */
export const PasswordChoice = z.strictObject({ token: Token, password: Password });
/** Whose password it is now: to sign in with. */
export const ChosenFor = z.strictObject({ email: z.string() });
export type ChosenFor = z.infer<typeof ChosenFor>;

/** `POST /api/account-tokens/sign-in`: a one-time link; with a second factor its code is needed too. */
export const TokenSignIn = z.strictObject({ token: Token, totp: Code.optional() });

/** `POST /api/password-resets`. */
export const ResetRequest = z.strictObject({ email: Email });

/** `PATCH /api/me`. A new password needs the old one, where there is one. */
export const OwnChanges = z.strictObject({
  name: PersonName.optional(),
  locale: Locale.optional(),
  password: Password.optional(),
  oldPassword: Password.optional(),
});
export type OwnChanges = z.infer<typeof OwnChanges>;

/** `POST /api/me/second-factor`: for an authenticator; `uri` is what its QR code holds. */
export const SecondFactorStart = z.strictObject({ secret: z.string(), uri: z.string() });
export type SecondFactorStart = z.infer<typeof SecondFactorStart>;
/** `POST /api/me/second-factor/confirm`. */
export const SecondFactorCode = z.strictObject({ code: z.string().regex(/^\d{6}$/, 'six digits') });
/** Shown once; each signs in once instead of a code. */
export const RecoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** One account, as the administration sees it. */
export const ManagedAccount = z.strictObject({
  id: z.int(),
  email: z.string(),
  name: z.string(),
  role: AccountRole,
  department: z.string().nullable(),
  competences: Competences,
  isLocked: z.boolean(),
  /** False until its owner has chosen a password. */
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  demo: z.boolean(),
  createdAt: Instant,
  lastSeenAt: Instant.nullable(),
});
export type ManagedAccount = z.infer<typeof ManagedAccount>;
export const ManagedAccounts = z.strictObject({ items: z.array(ManagedAccount), next: z.int().nullable() });
export type ManagedAccounts = z.infer<typeof ManagedAccounts>;

/** `GET /api/admin/accounts`. */
export const AccountQuery = z.strictObject({
  q: z.string().trim().max(100).optional(),
  role: AccountRole.optional(),
  department: DepartmentCode.optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .default('100')
    .transform(Number)
    .pipe(z.int().min(1).max(500)),
  /** Id after which the page begins. */
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
});
export type AccountQuery = z.infer<typeof AccountQuery>;

/** `POST /api/admin/accounts`: its owner gets a letter and chooses the password. */
export const Invitation = z.strictObject({
  email: Email,
  name: PersonName,
  role: AccountRole,
  department: DepartmentCode.nullable(),
  competences: Competences,
  locale: Locale.default('zh-CN'),
});
export type Invitation = z.infer<typeof Invitation>;

/** `PATCH /api/admin/accounts/{id}`. */
export const AccountChanges = z.strictObject({
  name: PersonName.optional(),
  role: AccountRole.optional(),
  department: DepartmentCode.nullable().optional(),
  competences: Competences.optional(),
  locked: z.boolean().optional(),
  /** True takes the second factor away, so that its owner can set up a new one. */
  resetSecondFactor: z.literal(true).optional(),
});
export type AccountChanges = z.infer<typeof AccountChanges>;

export const DutyOfficer = z.strictObject({
  nameZh: PersonName,
  nameEn: PersonName,
  phone: z
    .string()
    .trim()
    .regex(/^\+?[\d][\d -]{4,38}$/, 'a telephone number'),
  account: z.int().nullable(),
});
export type DutyOfficer = z.infer<typeof DutyOfficer>;

const DepartmentName = z.string().trim().min(1).max(100);

/** A department with its regions and who is on duty, first to be called first. */
export const ManagedDepartment = z.strictObject({
  code: DepartmentCode,
  nameZh: DepartmentName,
  nameEn: DepartmentName,
  duty: z.enum(duties),
  regions: z.array(z.string()),
  officers: z.array(DutyOfficer),
  /** 处长: the account that is told when an answer is overdue. */
  head: z.int().nullable().default(null),
  people: z.int(),
});
export type ManagedDepartment = z.infer<typeof ManagedDepartment>;
export const ManagedDepartments = z.strictObject({ items: z.array(ManagedDepartment) });
export type ManagedDepartments = z.infer<typeof ManagedDepartments>;

/** `POST /api/admin/departments`. */
export const NewDepartment = ManagedDepartment.omit({ people: true, head: true });
export type NewDepartment = z.infer<typeof NewDepartment>;

/** `PATCH /api/admin/departments/{code}`. Lists replace what stood there. */
export const DepartmentChanges = NewDepartment.omit({ code: true })
  .extend({ head: z.int().nullable() })
  .partial();
export type DepartmentChanges = z.infer<typeof DepartmentChanges>;
