import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBehindProxies, trustProxies } from '../api/accounts/client-address.ts';
import { passwordProblem } from '../api/accounts/password-rules.ts';
import { requireRecentProof } from '../api/accounts/rules.ts';
import { createSecretBox } from '../api/accounts/secret-box.ts';
import { readSecretKeys } from '../api/accounts/secret-keys.ts';
import { totpStep } from '../api/accounts/totp.ts';

describe('a password', () => {
  const context = { placeNames: ['jinhua', '金华', 'Jinhua'], email: 'wang.wei@firm.example' };
  const problemOf = (password: string) => passwordProblem(password, context);

  it.each([
    'kurz',
    'elf zeichen',
    'x'.repeat(129),
    'password1234',
    'P@ssw0rd!2026',
    'Password123456',
    'passwordpassword',
    'qwertyuiop123',
    'qwertyuiopasdfghjkl',
    '1qaz2wsx3edc4rfv',
    'adminadmin2026',
    'Admin_2026_Admin',
    'iloveyou5201314',
    'woaini1314520',
    'letmein-letmein',
    'welcome to china 2026',
    'abcdefghijklmn',
    '123456789012',
    '987654321098',
    '13812345678900',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'ｐａｓｓｗｏｒｄ１２３４',
    'zhaotu2026!!',
    'Zhaotu Jinhua 2026',
    '招图招图招图2026!!',
    '金华金华20261122',
    'wangwei-2026-1122',
  ])('is refused as %j', (password) => {
    expect(problemOf(password)).not.toBeNull();
  });

  it.each([
    'correct horse battery staple',
    'correct horse battery',
    '碧海潮生按玉箫声声慢慢慢',
    'jinhua ham tastes of smoke',
    'Tr0ub4dor&3-Xk',
    'Fünf kleine Enten 5',
    'öäüß öäüß ñçé ﬂug',
  ])('may be %j', (password) => {
    expect(problemOf(password)).toBeNull();
  });

  it('may be any random one of twelve to a hundred and twenty-eight characters', () => {
    const letters = fc.constantFrom(...'bcdfghjkmnpqrstvwxz');
    fc.assert(
      fc.property(fc.array(letters, { minLength: 24, maxLength: 128 }), (characters) => {
        fc.pre(new Set(characters).size > 8);
        expect(problemOf(characters.join(''))).toBeNull();
      }),
    );
  });
});

describe('a one-time code', () => {
  // RFC 6238, appendix B (SHA-1); its eight digits end in these six.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s is the RFC’s', (seconds, code) => {
    expect(totpStep(secret, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
    expect(totpStep(secret, code, new Date((seconds + 30) * 1000))).toBe(Math.floor(seconds / 30));
    expect(totpStep(secret, code, new Date((seconds + 60) * 1000))).toBeNull();
  });

  it.each(['', '28708', '2870820', '28708２', 'abcdef'])('is never %j', (code) => {
    expect(totpStep(secret, code, new Date(59_000))).toBeNull();
  });
});

describe('a secret box', () => {
  const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

  it('opens what it sealed, in its place only, and nothing that was changed', () => {
    const box = createSecretBox([old]);
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.nat(), (text, at) => {
        const sealed = box.seal(text, 'account 1');
        expect(box.open(sealed, 'account 1')).toBe(text);
        expect(() => box.open(sealed, 'account 2')).toThrow();
        const changed = Buffer.from(sealed);
        const place = at % changed.length;
        changed[place] = (changed[place] ?? 0) ^ 1;
        expect(() => box.open(changed, 'account 1')).toThrow();
      }),
    );
  });

  it('seals with the newest key and still opens what an older one sealed', () => {
    const before = createSecretBox([old]).seal('geheim', 'x');
    const rotated = createSecretBox([fresh, old]);
    expect(rotated.open(before, 'x')).toBe('geheim');
    expect(createSecretBox([fresh]).open(rotated.seal('neu', 'x'), 'x')).toBe('neu');
    expect(() => createSecretBox([fresh]).open(before, 'x')).toThrow(/SECRET_KEY/);
  });

  it('is made at the first start, for its owner alone, and read again at the next', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-key-'));
    try {
      const [both, again] = await Promise.all([
        readSecretKeys({ secretKeys: [], dataDir }),
        readSecretKeys({ secretKeys: [], dataDir }),
      ]);
      expect(again).toEqual(both);
      expect(both[0]).toHaveLength(32);
      const file = join(dataDir, 'secret.key');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect((await readFile(file, 'utf8')).trim()).toBe(both[0]?.toString('hex'));
      await writeFile(file, '');
      await expect(readSecretKeys({ secretKeys: [], dataDir })).rejects.toThrow(/secret\.key/);
      const given = await readSecretKeys({ secretKeys: ['ab'.repeat(32)], dataDir });
      expect(given).toEqual([Buffer.alloc(32, 0xab)]);
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});

describe('the address of a client', () => {
  const networks = ['10.0.0.0/8', 'fd00::/8'];
  it.each([
    {
      socket: '203.0.113.9',
      header: '1.2.3.4',
      proxies: [],
      which: 'the socket’s where no proxy is trusted',
    },
    { socket: '10.0.0.1', header: '203.0.113.9', proxies: ['10.0.0.1'], which: 'what a trusted proxy saw' },
    {
      socket: '10.0.0.1',
      header: '1.2.3.4, 203.0.113.9',
      proxies: networks,
      which: 'not what the client wrote',
    },
    {
      socket: '::ffff:10.0.0.1',
      header: '1.2.3.4, 203.0.113.9, 10.0.0.2',
      proxies: networks,
      which: 'behind several',
    },
  ])('is $which', ({ socket, header, proxies }) => {
    const trusted = { forwardedFor: header, isTrustedProxy: trustProxies(proxies) };
    expect(addressBehindProxies(socket, trusted)).toBe('203.0.113.9');
  });

  it.each([
    ['10.0.0.1', ''],
    ['10.0.0.1', 'unknown'],
    ['10.0.0.1', '203.0.113.9:1234'],
    ['fd00::1', 'fd00::2, '],
  ])('is the last proxy %s where the header %j says no other', (socket, forwardedFor) => {
    expect(addressBehindProxies(socket, { forwardedFor, isTrustedProxy: trustProxies(networks) })).toBe(
      socket,
    );
  });

  it('may be of IPv6', () => {
    const trusted = { forwardedFor: '2001:DB8::9', isTrustedProxy: trustProxies(networks) };
    expect(addressBehindProxies('fd00::1', trusted)).toBe('2001:db8::9');
  });
});

it('takes a proof for recent for five minutes', () => {
  const provedAt = new Date('2026-11-22T02:00:00Z');
  const after = (ms: number) => new Date(provedAt.getTime() + ms);
  expect(() => requireRecentProof({ provedAt }, after(300_000))).not.toThrow();
  expect(() => requireRecentProof({ provedAt }, after(300_001))).toThrow(
    expect.objectContaining({ code: 'proof-needed' }) as Error,
  );
});
