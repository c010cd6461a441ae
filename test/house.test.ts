import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagesBelowFloor, packagesNotPinned } from '../scripts/floors.mjs';
import { keepAssets } from '../scripts/site.mjs';

const root = join(import.meta.dirname, '..');

/** One file for each rule of .dependency-cruiser.cjs that breaks it, named in `breaks`; the rest keep to the rules. */
const houseWithFaults = {
  'api/app.ts':
    "import { parcelRoutes } from './parcels/routes.ts';\nexport type App = typeof parcelRoutes;\n",
  'api/main.ts': "import type { App } from './app.ts';\nexport const app: App | null = null;\n",
  'api/db/database.ts': "import postgres from 'postgres';\nexport const database = postgres();\n",
  'api/parcels/schema.ts':
    "import { z } from 'zod';\nimport './rules.ts';\nexport const Parcel = z.object({});\n",
  'api/parcels/rules.ts': "import './price.ts';\nimport { Hono } from 'hono';\nexport const rule = Hono;\n",
  'api/parcels/price.ts': "import './store.ts';\n",
  'api/parcels/store.ts':
    "import { database } from '../db/database.ts';\nexport const all = () => database`select 1`;\n",
  'api/parcels/routes.ts':
    "import postgres from 'postgres';\nimport '../db/database.ts';\nexport const parcelRoutes = postgres;\n",
  'api/enquiries/routes.ts': "import '../parcels/store.ts';\nimport '../../web/main.ts';\n",
  'api/enquiries/rules.ts': "import 'node:fs';\nimport './circle.ts';\n",
  'api/enquiries/circle.ts': "import './rules.ts';\n",
  'api/enquiries/alone.ts': 'export const alone = 1;\n',
  'api/enquiries/terms.ts': "import './circle.ts';\n",
  'api/parcels/terms.ts': "export const parcelSorts = ['code'];\n",
  'web/main.ts':
    "import type { App } from '../api/app.ts';\nimport type { Parcel } from '../api/parcels/schema.ts';\nimport '../api/parcels/terms.ts';\nimport '../api/parcels/rules.ts';\nimport './map/create.ts';\nimport './parcels/list.ts';\nimport './ui/button.ts';\nexport type Main = App | Parcel;\n",
  'web/map/create.ts': "import 'maplibre-gl';\n",
  'web/parcels/list.ts':
    "import 'maplibre-gl';\nimport 'node:path';\nimport '../../api/parcels/schema.ts';\nimport '../../api/parcels/store.ts';\nimport { app } from '../../api/app.ts';\nexport const list = app;\n",
  ...Object.fromEntries(
    ['hono', 'maplibre-gl', 'postgres', 'zod'].map((name) => [
      `node_modules/${name}/index.js`,
      'export {};\n',
    ]),
  ),
  'web/ui/button.ts': "import '../parcels/list.ts';\n",
};

describe('the architecture rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-house-'));
  let violations: string[] = [];

  beforeAll(async () => {
    for (const [path, text] of Object.entries(houseWithFaults)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    violations = await violationsIn(folder);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    'api-never-imports-web: api/enquiries/routes.ts → web/main.ts',
    'web-knows-only-schemas-and-rules: web/parcels/list.ts → api/parcels/store.ts',
    'web-takes-the-app-as-a-type: web/parcels/list.ts → api/app.ts',
    'pages-carry-no-schema: web/parcels/list.ts → api/parcels/schema.ts',
    'terms-import-nothing: api/enquiries/terms.ts → api/enquiries/circle.ts',
    'web-runs-in-a-browser: web/parcels/list.ts → path',
    'only-the-map-knows-maplibre: web/parcels/list.ts → node_modules/maplibre-gl/index.js',
    'ui-knows-no-noun: web/ui/button.ts → web/parcels/list.ts',
    'schema-imports-zod-and-terms-only: api/parcels/schema.ts → api/parcels/rules.ts',
    'rules-are-pure: api/parcels/rules.ts → node_modules/hono/index.js',
    'rules-are-pure: api/parcels/rules.ts → api/parcels/store.ts',
    'rules-touch-no-machine: api/enquiries/rules.ts → fs',
    'only-stores-speak-sql: api/parcels/routes.ts → node_modules/postgres/index.js',
    'only-stores-and-composition-open-the-database: api/parcels/routes.ts → api/db/database.ts',
    'nouns-keep-their-stores: api/enquiries/routes.ts → api/parcels/store.ts',
    'no-cycles: api/enquiries/circle.ts → api/enquiries/rules.ts',
    'no-orphans: api/enquiries/alone.ts → api/enquiries/alone.ts',
  ])('refuse %s', (violation) => {
    expect(violations).toContain(violation);
  });

  it('let the map import maplibre, a store open the database, and pages take terms, rules and the types of schemas and the app', () => {
    const allowed = [
      'web/map/create.ts',
      'api/parcels/store.ts',
      'api/db/database.ts',
      'web/main.ts',
      'api/app.ts',
    ];
    expect(
      violations.filter((violation) => allowed.some((path) => violation.includes(`: ${path} →`))),
    ).toEqual([]);
  });
});

describe('the lint', { timeout: 120_000 }, () => {
  const lint = new ESLint({ cwd: root });

  it.each([
    ['api/city/store.ts', "export const all = (sql: any) => sql.unsafe('select 1');", 'no-restricted-syntax'],
    ['api/city/store.ts', 'export const all = (sql: any) => sql;', '@typescript-eslint/no-explicit-any'],
    ['api/parcels/routes.ts', 'export const port = process.env.PORT;', 'no-restricted-properties'],
    ['api/parcels/routes.ts', "console.log('here');", 'no-console'],
    [
      'web/main.ts',
      "declare const popup: { setHTML(text: string): void };\npopup.setHTML('');",
      'no-restricted-syntax',
    ],
    ['web/main.ts', "document.body.innerHTML = '';", 'no-restricted-syntax'],
    ['web/parcels/List.svelte', '{@html "<b>"}', 'svelte/no-at-html-tags'],
    ['web/parcels/List.svelte', '<p style="color: red"></p>', 'no-restricted-syntax'],
    [
      'test/house.test.ts',
      "import { it } from 'vitest';\nit.only('works', () => {});",
      'no-restricted-syntax',
    ],
  ])('refuses in %s: %s', async (filePath, text, rule) => {
    expect(await rulesBroken(filePath, text)).toContain(rule);
  });

  it('allows a style set through the object model, which the content security policy allows', async () => {
    const text = '<p style:color="red"></p>\n';
    expect(await rulesBroken('web/parcels/List.svelte', text)).toEqual([]);
  });

  async function rulesBroken(filePath: string, text: string): Promise<(string | null)[]> {
    const [result] = await lint.lintText(text, { filePath: join(root, filePath) });
    return (result?.messages ?? []).map(({ ruleId }) => ruleId);
  }
});

describe('the security floors', () => {
  const floors = { hono: { atLeast: '4.13.5', why: 'a bug' } };

  it.each([
    ['node_modules/hono', '4.13.4'],
    ['node_modules/hono', '4.12.99'],
    ['node_modules/hono', '3.99.99'],
    ['node_modules/hono', '4.13.5-rc.1'],
    ['node_modules/other/node_modules/hono', '4.13.4'],
  ])('find %s %s', (path, version) => {
    expect(packagesBelowFloor({ packages: { [path]: { version } } }, floors)).toHaveLength(1);
  });

  it.each(['4.13.5', '4.13.10', '4.14.0', '10.0.0'])('let %s pass', (version) => {
    expect(packagesBelowFloor({ packages: { 'node_modules/hono': { version } } }, floors)).toEqual([]);
  });

  it('look at what package-lock.json installs, where hono is', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const absurd = { hono: { atLeast: '999.0.0', why: 'a floor above every release' } };
    expect(packagesBelowFloor(lock, absurd)).toHaveLength(1);
  });

  it('refuse a range where one version belongs', () => {
    expect(
      packagesNotPinned({ dependencies: { zod: '^4.6.7' }, devDependencies: { vite: '8.3.8' } }),
    ).toEqual(['zod is "^4.6.7": give one exact version']);
  });
});

describe('a rebuild beside a running server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-assets-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function build(name: string, assets: string[]): string {
    const path = join(folder, name);
    mkdirSync(path);
    for (const asset of assets) writeFileSync(join(path, asset), name);
    return path;
  }

  function assetsOf(path: string): string[] {
    return readdirSync(path).filter((name) => !name.startsWith('.'));
  }

  it('keeps the assets that the page of the previous build names, and those of no older one', () => {
    const first = build('first', ['index-1.js', 'map.css']);
    const second = build('second', ['index-2.js', 'map.css']);
    const third = build('third', ['index-3.js', 'map.css']);
    keepAssets(join(folder, 'none'), first);
    keepAssets(first, second);
    expect(assetsOf(second)).toEqual(['index-1.js', 'index-2.js', 'map.css']);
    expect(readFileSync(join(second, 'map.css'), 'utf8')).toBe('second');
    keepAssets(second, third);
    expect(assetsOf(third)).toEqual(['index-2.js', 'index-3.js', 'map.css']);
  });
});

async function violationsIn(baseDir: string): Promise<string[]> {
  const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  const { tsConfig: _, ...rest } = options;
  const { output } = await cruise(['api', 'web'], {
    ...rest,
    baseDir,
    validate: true,
    ruleSet: { forbidden },
  });
  const { summary } = output as ICruiseResult;
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}
