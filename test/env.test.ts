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
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s with a sentence that names it and never repeats the value', (name, value) => {
    const refusal = () => readEnv({ [name]: value });
    expect(refusal).toThrow(EnvironmentError);
    expect(refusal).toThrow(new RegExp(`^${name} is wrong: it should be `));
    expect(refusal).not.toThrow(new RegExp(value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  });

  it('reads the base maps it knows', () => {
    expect(readEnv({ BASEMAP: `tianditu:${'a'.repeat(32)}` }).basemap).toEqual({
      kind: 'tianditu',
      key: 'a'.repeat(32),
    });
    expect(readEnv({ BASEMAP: 'style:https://maps.example/style.json' }).basemap).toEqual({
      kind: 'style',
      url: 'https://maps.example/style.json',
    });
  });
});
