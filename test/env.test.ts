import { contentSecurityPolicy } from '../api/content-security.ts';
import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnv } from '../api/env.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readEnv({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      dataDir: './var',
      databaseUrl: null,
      demo: true,
      city: 'jinhua',
      basemap: { kind: 'sketch' },
    });
  });

  it('shows demonstration data by default only on the embedded database', () => {
    expect(readEnv({ DATABASE_URL: 'postgres://h/d' }).demo).toBe(false);
    expect(readEnv({ DATABASE_URL: 'postgres://h/d', DEMO: '1' }).demo).toBe(true);
    expect(readEnv({ DEMO: '0' }).demo).toBe(false);
  });

  it('keeps attachments in the data folder, or in the one that is named', () => {
    expect(readEnv({ DATA_DIR: '/srv/zhaotu' }).blobDir).toBe('/srv/zhaotu/blobs');
    expect(readEnv({ BLOB_URL: 'file:///mnt/shared/%E9%99%84%E4%BB%B6' }).blobDir).toBe('/mnt/shared/附件');
  });

  it('signs with what it is given, or with nothing of it', () => {
    const given = { SIGNING_P12: '/etc/p12', TSA_URL: 'https://stamps.example' };
    expect(readEnv({}).signing).toBeNull();
    expect(readEnv({ ...given, SIGNING_ROOTS: '/etc/roots.pem' }).signing).toEqual({
      p12Path: '/etc/p12',
      password: '',
      timestampUrl: 'https://stamps.example',
      rootsPath: '/etc/roots.pem',
    });
    for (const alone of ['SIGNING_P12', 'SIGNING_ROOTS'])
      expect(() => readEnv({ [alone]: '/etc/p12' })).toThrow('belong together');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '', CITY: '' })).toMatchObject({
      port: 8080,
      databaseUrl: null,
    });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['DATABASE_URL', 'mysql://root:geheim@db/x'],
    ['DEMO', 'yes'],
    ['PUBLIC_URL', 'ftp://x'],
    ['CITY', '../etc'],
    ['BASEMAP', 'google'],
    ['BASEMAP', 'style:http://insecure.example'],
    ['SMTP_URL', 'http://mail.example'],
    ['SMS_URL', 'sms://gateway.example'],
    ['SMS_URL', 'gateway.example/send'],
    ['MAIL_FROM', 'Evil <a@b.example>\r\nBcc: c@d.example'],
    ['MAIL_FROM', 'nobody'],
    ['TRUSTED_PROXIES', '10.0.0.0/8 proxy.example'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['BLOB_URL', 's3://bucket/attachments'],
    ['BLOB_URL', 'file://host/attachments'],
    ['BLOB_URL', 'file:///var/%zz'],
    ['SECRET_KEY', 'changeme'],
    ['SECRET_KEY', 'ab'.repeat(31)],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s with a sentence that names it and never repeats the value', (name, value) => {
    const refusal = () => readEnv({ [name]: value });
    expect(refusal).toThrow(EnvironmentError);
    expect(refusal).toThrow(new RegExp(`^${name} is wrong: it should be `));
    expect(refusal).not.toThrow(new RegExp(value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  });

  it('reads keys and proxies as lists', () => {
    expect(readEnv({})).toMatchObject({ trustedProxies: [], secretKeys: [] });
    const [fresh, old] = ['AB'.repeat(32), '01'.repeat(32)];
    const read = readEnv({ SECRET_KEY: `${fresh} ${old}`, TRUSTED_PROXIES: '10.0.0.1, fd00::/8' });
    expect(read).toMatchObject({ trustedProxies: ['10.0.0.1', 'fd00::/8'], secretKeys: [fresh, old] });
  });

  it('reads who letters come from', () => {
    const address = 'post@city.example';
    expect(readEnv({}).mailFrom).toBeNull();
    expect(readEnv({ MAIL_FROM: address }).mailFrom).toEqual({ name: null, address });
    expect(readEnv({ MAIL_FROM: `金华 招商 <${address}>` }).mailFrom).toEqual({ name: '金华 招商', address });
  });

  it('reads the base maps it knows', () => {
    const key = 'a'.repeat(32);
    const { basemap } = readEnv({ BASEMAP: `tianditu:${key}` });
    expect(basemap).toMatchObject({ kind: 'tianditu', key });
    expect(basemap.kind === 'tianditu' && basemap.nodes).toContain('https://t0.tianditu.gov.cn');
    expect(readEnv({ BASEMAP: `tianditu:${key} https://node.example/map/` }).basemap).toEqual({
      kind: 'tianditu',
      key,
      nodes: ['https://node.example/map'],
    });
    expect(
      readEnv({ BASEMAP: 'style:https://maps.example/style.json https://tiles.example' }).basemap,
    ).toEqual({
      kind: 'style',
      url: 'https://maps.example/style.json',
      hosts: ['https://tiles.example'],
    });
  });

  it('takes a base map over plain HTTP from this machine only', () => {
    expect(readEnv({ BASEMAP: 'style:http://127.0.0.1:9000/style.json' }).basemap.kind).toBe('style');
    expect(() => readEnv({ BASEMAP: `tianditu:${'a'.repeat(32)} http://node.example` })).toThrow(
      /^BASEMAP is wrong/,
    );
  });

  it('opens the policy of the pages for the hosts of the base map and for no other', () => {
    const hostsOf = (value: string) => contentSecurityPolicy(readEnv({ BASEMAP: value }).basemap).connectSrc;
    expect(hostsOf('sketch')).toEqual(["'self'"]);
    expect(hostsOf('style:https://maps.example/a/style.json https://tiles.example/x')).toEqual([
      "'self'",
      'https://maps.example',
      'https://tiles.example',
    ]);
    expect(hostsOf(`tianditu:${'a'.repeat(32)} https://node.example/map`)).toEqual([
      "'self'",
      'https://node.example',
    ]);
    expect(hostsOf(`tianditu:${'a'.repeat(32)}`)).toHaveLength(9);
  });
});
