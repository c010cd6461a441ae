import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Folder paths, switches and addresses, all from the environment; the only reader of `process.env`. */
const mapAddress = z.url({ protocol: /^https?$/ }).refine(isSecureAddress);
const basemapKinds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sketch') }),
  /** 天地图 (Tianditu), the state's own map service, with a key of the browser kind; its nodes, without a slash at the end. */
  z.strictObject({
    kind: z.literal('tianditu'),
    key: z.string().regex(/^[0-9a-f]{32}$/i),
    nodes: z.array(mapAddress).min(1),
  }),
  /** A MapLibre style and the further hosts that its tiles and images come from. */
  z.strictObject({ kind: z.literal('style'), url: mapAddress, hosts: z.array(mapAddress) }),
]);

const nationalNodes = [0, 1, 2, 3, 4, 5, 6, 7].map((node) => `https://t${node}.tianditu.gov.cn`);

function parseBasemap(text: string) {
  const [first = '', ...addresses] = text.trim().split(/\s+/);
  if (first.startsWith('tianditu:')) {
    const nodes = addresses.map((address) => address.replace(/\/+$/, ''));
    return {
      kind: 'tianditu',
      key: first.slice('tianditu:'.length),
      nodes: nodes.length > 0 ? nodes : nationalNodes,
    };
  }
  if (first.startsWith('style:'))
    return { kind: 'style', url: first.slice('style:'.length), hosts: addresses };
  return addresses.length > 0 ? {} : { kind: first };
}

/** Encrypted, or on this very machine, where a browser takes plain HTTP for as safe (W3C Secure Contexts, 3.1). */
function isSecureAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

/** Other stores have another scheme; what cannot be a path has a stray percent sign. */
function isFolder(address: string): boolean {
  if (!/^file:\/\/\/[^?#]+$/.test(address)) return false;
  try {
    return fileURLToPath(address) !== '';
  } catch {
    return false;
  }
}

const unset = (value: unknown) => (value === '' ? undefined : value);
/** A list with commas or blanks between. */
const words = (value: unknown) => (typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : []);
const postgresUrl = z.preprocess(unset, z.url({ protocol: /^postgres(ql)?$/ }).optional());

/** `address@host` or `Name <address@host>`. */
const mailFrom =
  /^(?:(?<name>[^<>@"\p{Cc}]{1,80}) )?<?(?<address>[^\s<>@,;:"\p{Cc}]{1,64}@[a-zA-Z0-9.-]{1,190})>?$/u;

const Environment = z.object({
  PORT: z.preprocess(unset, z.coerce.number().int().min(0).max(65535).default(8080)),
  HOST: z.preprocess(unset, z.string().min(1).default('127.0.0.1')),
  DATA_DIR: z.preprocess(unset, z.string().min(1).default('./var')),
  DATABASE_URL: postgresUrl,
  DATABASE_READ_URL: postgresUrl,
  DATABASE_MIGRATE_URL: postgresUrl,
  DEMO: z.preprocess(unset, z.enum(['0', '1']).optional()),
  PUBLIC_URL: z.preprocess(unset, z.url({ protocol: /^https?$/ }).optional()),
  CITY: z.preprocess(
    unset,
    z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,30}$/)
      .default('jinhua'),
  ),
  CITIES_DIR: z.preprocess(unset, z.string().min(1).default('data/cities')),
  BASEMAP: z.preprocess(
    (value) => parseBasemap(typeof value === 'string' && value ? value : 'sketch'),
    basemapKinds,
  ),
  MAP_APPROVAL_NO: z.preprocess(unset, z.string().max(60).optional()),
  TRUSTED_PROXIES: z.preprocess(
    words,
    z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).max(50),
  ),
  SMTP_URL: z.preprocess(unset, z.url({ protocol: /^smtps?$/ }).optional()),
  MAIL_FROM: z.preprocess(unset, z.string().regex(mailFrom).optional()),
  SMS_URL: z.preprocess(unset, z.url({ protocol: /^https?$/ }).optional()),
  SECRET_KEY: z.preprocess(words, z.array(z.string().regex(/^[0-9a-f]{64}$/i)).max(5)),
  BLOB_URL: z.preprocess(unset, z.string().refine(isFolder).optional()),
  TSA_URL: z.preprocess(unset, z.url({ protocol: /^https?$/ }).optional()),
  SIGNING_P12: z.preprocess(unset, z.string().min(1).optional()),
  SIGNING_P12_PASSWORD: z.string().max(200).default(''),
  SIGNING_ROOTS: z.preprocess(unset, z.string().min(1).optional()),
  LOG_LEVEL: z.preprocess(
    unset,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  ),
});

const remedies: Record<string, string> = {
  PORT: 'a whole number from 0 to 65535',
  DATABASE_URL: 'postgres://user:password@host:5432/database, or nothing for the embedded database',
  DATABASE_READ_URL: 'postgres://user:password@host:5432/database, or nothing',
  DATABASE_MIGRATE_URL: 'postgres://user:password@host:5432/database, or nothing',
  DEMO: '0 or 1',
  PUBLIC_URL: 'https://host, the address the public uses',
  CITY: 'the name of a folder in data/cities, lower-case letters, digits and hyphens',
  BASEMAP:
    'sketch, tianditu:KEY (32 hexadecimal digits) with the address of another node behind a blank if wanted, or style:https://… with further hosts behind blanks',
  TRUSTED_PROXIES:
    'addresses or networks (10.0.0.0/8) of the proxies before this server, with blanks between',
  SMTP_URL:
    'smtp://user:password@host:587 or smtps://host:465, or nothing: then letters are files in DATA_DIR/mail',
  MAIL_FROM: 'the address letters come from, as name@host or Name <name@host>',
  SMS_URL:
    'http(s)://user:password@host/path of a gateway, or nothing: then short messages are files in DATA_DIR/mail',
  SECRET_KEY: '64 hexadecimal digits; to change it, the new one first and the old one behind a blank',
  BLOB_URL:
    'file:///folder, the absolute path of a folder (s3: and other stores are not supported), or nothing: then attachments lie in DATA_DIR/blobs',
  TSA_URL: 'http(s)://… of a time stamping authority (RFC 3161)',
  SIGNING_P12: 'the path of a PKCS #12 file with certificate and key',
  SIGNING_P12_PASSWORD: 'its password',
  SIGNING_ROOTS: 'the path of a file with the root certificates (PEM) of SIGNING_P12 and TSA_URL',
  LOG_LEVEL: 'fatal, error, warn, info, debug or silent',
};

export type Basemap = z.infer<typeof basemapKinds>;

export type Env = {
  port: number;
  host: string;
  dataDir: string;
  /** Where the bytes of attachments lie. */
  blobDir: string;
  databaseUrl: string | null;
  databaseMigrateUrl: string | null;
  demo: boolean;
  publicUrl: string | null;
  city: string;
  citiesDir: string;
  basemap: Basemap;
  mapApprovalNumber: string | null;
  trustedProxies: string[];
  smtpUrl: string | null;
  smsUrl: string | null;
  /** Who letters come from; null: this city, without an answer. */
  mailFrom: { name: string | null; address: string } | null;
  /** 64 hexadecimal digits each, the newest first; none: from a file in `dataDir`. */
  secretKeys: string[];
  /** What agreements are sealed with; null: test certificates of this installation's own. */
  signing: { p12Path: string; password: string; timestampUrl: string; rootsPath: string | null } | null;
  logLevel: string;
};

/** A wrong setting: the message is one sentence a person can act on, and never repeats the value (it may be a secret). */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/**
 * Reads the whole configuration at once.
 * @throws EnvironmentError naming every variable that is wrong and what it should be.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = Environment.safeParse(source);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))];
    throw new EnvironmentError(
      names
        .map((name) => `${name} is wrong: it should be ${remedies[name] ?? 'set as the README says'}.`)
        .join(' '),
    );
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    blobDir: env.BLOB_URL === undefined ? join(env.DATA_DIR, 'blobs') : fileURLToPath(env.BLOB_URL),
    databaseUrl: env.DATABASE_URL ?? null,
    databaseMigrateUrl: env.DATABASE_MIGRATE_URL ?? null,
    demo: env.DEMO === undefined ? env.DATABASE_URL === undefined : env.DEMO === '1',
    publicUrl: env.PUBLIC_URL ?? null,
    city: env.CITY,
    citiesDir: env.CITIES_DIR,
    basemap: env.BASEMAP,
    mapApprovalNumber: env.MAP_APPROVAL_NO ?? null,
    trustedProxies: env.TRUSTED_PROXIES,
    smtpUrl: env.SMTP_URL ?? null,
    smsUrl: env.SMS_URL ?? null,
    mailFrom: readMailFrom(env.MAIL_FROM),
    secretKeys: env.SECRET_KEY,
    signing: signingOf(env),
    logLevel: env.LOG_LEVEL,
  };
}

function readMailFrom(text: string | undefined): Env['mailFrom'] {
  const { name, address } = mailFrom.exec(text ?? '')?.groups ?? {};
  return address === undefined ? null : { name: name?.trim() || null, address };
}

/** A certificate without a time stamping authority, or the other way round, makes no signature that lasts. */
function signingOf(env: z.infer<typeof Environment>): Env['signing'] {
  const { SIGNING_P12: p12Path, SIGNING_P12_PASSWORD: password, TSA_URL: timestampUrl } = env;
  const rootsPath = env.SIGNING_ROOTS ?? null;
  if (p12Path === undefined && timestampUrl === undefined && rootsPath === null) return null;
  if (p12Path === undefined || timestampUrl === undefined)
    throw new EnvironmentError(
      'SIGNING_P12 and TSA_URL belong together: set both, or neither for test certificates.',
    );
  return { p12Path, password, timestampUrl, rootsPath };
}
