import { beforeAll, expect, it } from 'vitest';
import { decidedRoutes, type DecidedRoute } from '../api/policies.ts';
import type { Role } from '../api/accounts/terms.ts';
import type { City } from '../api/city/pack.ts';
import { Problem } from '../api/problem.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { makeResource, type ResourceKind } from './support/matrix-resources.ts';
import { bySigners, missing, neverMay, resourceRules, type ResourceRule } from './support/matrix-rules.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const at = new Date('2026-11-22T02:00:00Z');
const origin = 'http://127.0.0.1:8080';
const ownDepartment = 'wuyi';
const otherDepartment = 'lanxi';

type Person = { name: string; role: Role | null; department?: string };

const people: Person[] = [
  { name: 'a visitor', role: null },
  { name: 'an investor', role: 'investor' },
  { name: 'a publisher', role: 'publisher', department: ownDepartment },
  { name: 'a publisher of another department', role: 'publisher', department: otherDepartment },
  { name: 'a reviewer', role: 'reviewer' },
  { name: 'a host', role: 'host' },
  { name: 'an auditor', role: 'auditor' },
  { name: 'an administrator', role: 'admin' },
];

/** Whose it is, as seen from the first publisher. */
const belongings = ['own', 'another’s', 'missing'] as const;
type Belonging = (typeof belongings)[number];

type Cell = { person: Person; route: DecidedRoute; belonging: Belonging | null };
type Answer = { status: number; code: string | null };

onBothDatabases('who may do what', (open) => {
  let city: City;
  let app: Awaited<ReturnType<typeof testPortal>>;
  let routes: DecidedRoute[];
  const standing = new Map<string, Promise<string>>();

  beforeAll(async () => {
    city = await readJinhua();
    await prepareCity(open(), city);
    app = await testPortal(open(), city, { now: () => at });
    routes = decidedRoutes(app);
  });

  const nameOf = ({ method, path }: DecidedRoute) => `${method} ${path}`;
  const ruleOf = (route: DecidedRoute): ResourceRule | null => resourceRules[nameOf(route)] ?? null;

  /** What the policy says of a role, before anything is looked up. */
  function admits(route: DecidedRoute, { role }: Person): boolean {
    const { policy } = route;
    if (policy === 'public') return true;
    if (role !== null && neverMay[nameOf(route)]?.includes(role)) return false;
    return role !== null && (policy === 'signed-in' || policy.includes(role));
  }

  function finds(cell: Cell, rule: ResourceRule): boolean {
    const { route, person, belonging } = cell;
    if (belonging === 'missing' || rule.isAskers === true) return false;
    const isOpen =
      route.policy === 'public' && rule.isPrivate !== true && (belonging === 'own' || rule.isStaffs !== true);
    if (isOpen) return belonging === 'own';
    if (person.role !== null && rule.seeAll.includes(person.role)) return true;
    return person.department === (belonging === 'own' ? ownDepartment : otherDepartment);
  }

  function parameterOf(cell: Cell, rule: ResourceRule): Promise<string> | string {
    const { route, person, belonging } = cell;
    if (belonging === 'missing') return missing[rule.kind];
    const isHidden = route.policy === 'public' && belonging === 'another’s';
    const kind = isHidden ? (rule.hidden ?? rule.kind) : rule.kind;
    const department = belonging === 'own' ? ownDepartment : otherDepartment;
    // What a request may change or end is made for it alone.
    if (route.method !== 'GET' && admits(route, person) && finds(cell, rule)) return make(kind, department);
    const key = `${kind} ${department}`;
    const made = standing.get(key) ?? make(kind, department);
    standing.set(key, made);
    return made;
  }

  const make = (kind: ResourceKind, department: string) =>
    makeResource(kind, department, { database: open(), city, at });

  const signIn = ({ role, department }: Person, hasSecondFactor = true): Promise<SignedIn | null> =>
    role === null
      ? Promise.resolve(null)
      : signedIn(open(), role, {
          at,
          hasSecondFactor: hasSecondFactor && role !== 'investor',
          ...(department && { department }),
        });

  async function send(route: DecidedRoute, path: string, headers: Record<string, string>): Promise<Answer> {
    const rule = ruleOf(route);
    const hasBody =
      ['POST', 'PATCH', 'PUT'].includes(route.method) && (rule === null || rule.body !== undefined);
    const response = await app.request(path, {
      method: route.method,
      headers: { ...(hasBody && { 'Content-Type': 'application/json' }), ...rule?.headers, ...headers },
      ...(hasBody && { body: JSON.stringify(rule?.body ?? {}) }),
    });
    const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false;
    const code = isProblem ? Problem.parse(await response.json()).code : null;
    await response.body?.cancel().catch(() => undefined);
    return { status: response.status, code };
  }

  async function pathOf(cell: Cell): Promise<string> {
    const rule = ruleOf(cell.route);
    if (rule === null) return cell.route.path;
    const parameter = await parameterOf(cell, rule);
    const path = cell.route.path
      .replace(':number/files/:id', parameter)
      .replace(':slug/items/:id', `${parameter}/items/1`)
      .replace(':id/stages/:stage', parameter)
      .replace(':key/:version', parameter);
    const named = path.replace(/:file\{[^}]*\}/, `${parameter}.geojson`).replace(/:\w+/, parameter);
    return named + (rule.query ?? '');
  }

  /** What is wrong with an answer, or null. */
  function objection(cell: Cell, { status, code }: Answer): string | null {
    const said = `${status} ${code ?? ''}`.trim();
    if (status >= 500) return said;
    if (bySigners.has(nameOf(cell.route)))
      return said === '401 unauthenticated' ? null : `${said}, not 401 unauthenticated`;
    if (!admits(cell.route, cell.person)) {
      const expected = cell.person.role === null ? '401 unauthenticated' : '403 forbidden';
      return said === expected ? null : `${said}, not ${expected}`;
    }
    const rule = ruleOf(cell.route);
    if (rule?.isPrivate === true && cell.person.role === null)
      return said === '401 unauthenticated' ? null : `${said}, not 401`;
    if (rule !== null && !finds(cell, rule)) return status === 404 ? null : `${said}, not 404`;
    const isRefused = status === 404 || code === 'forbidden' || code === 'unauthenticated';
    return isRefused ? `${said} where it may` : null;
  }

  const describe = ({ person, route, belonging }: Cell, text: string) =>
    `${nameOf(route)} by ${person.name}${belonging === null ? '' : `, ${belonging}`}: ${text}`;

  it('knows whose everything is that a path names', () => {
    const unknown = routes
      .filter((route) => route.path.includes(':') && ruleOf(route) === null)
      .map(
        (route) =>
          `${nameOf(route)} names something by a path parameter: say in test/support/matrix-rules.ts what it is and who finds it.`,
      );
    expect(unknown).toEqual([]);
    const names = new Set(routes.map(nameOf));
    expect(Object.keys(resourceRules).filter((name) => !names.has(name))).toEqual([]);
  });

  it('answers every role on every route as its policy says, for its own, another’s and what is missing', async () => {
    const cells = routes.flatMap((route) =>
      people.flatMap((person): Cell[] =>
        ruleOf(route) === null
          ? [{ person, route, belonging: null }]
          : belongings.map((belonging) => ({ person, route, belonging })),
      ),
    );
    const objections: string[] = [];
    for (const cell of cells) {
      const who = await signIn(cell.person);
      const answer = await send(cell.route, await pathOf(cell), who?.headers ?? { Origin: origin });
      const text = objection(cell, answer);
      if (text !== null) objections.push(describe(cell, text));
    }
    expect(objections).toEqual([]);
    expect(cells.length).toBeGreaterThan(routes.length * people.length);
  }, 600_000);

  it('lets staff without a second factor reach nothing but their own account', async () => {
    const reached: string[] = [];
    for (const route of routes.filter(({ policy }) => policy !== 'public')) {
      const person = people.find(
        (each) => each.role !== null && each.role !== 'investor' && admits(route, each),
      );
      if (person === undefined) continue;
      const who = await signIn(person, false);
      const path = await pathOf({ person, route, belonging: ruleOf(route) === null ? null : 'own' });
      const { code } = await send(route, path, who?.headers ?? {});
      if (code !== 'second-factor-needed') reached.push(nameOf(route));
    }
    expect(reached.sort()).toEqual([
      'DELETE /api/sessions',
      'GET /api/me',
      'GET /api/sessions',
      'PATCH /api/me',
      'POST /api/me/second-factor',
      'POST /api/me/second-factor/confirm',
      'POST /api/session/proof',
    ]);
  });

  it('takes no change from another site’s page, nor one that does not say where it comes from', async () => {
    const taken: string[] = [];
    for (const route of routes.filter(({ method }) => method !== 'GET')) {
      const person = people.find((each) => each.role !== null && admits(route, each));
      if (person === undefined) throw new Error(`nobody may ${nameOf(route)}`);
      const path = await pathOf({ person, route, belonging: ruleOf(route) === null ? null : 'missing' });
      const who = await signIn(person);
      const Cookie = who?.headers.Cookie ?? '';
      const foreign = ['https://evil.example', 'null', 'http://127.0.0.1:8081', 'https://127.0.0.1:8080'];
      const requests: Record<string, string>[] = [
        ...foreign.map((Origin) => ({ Cookie, Origin })),
        { Cookie },
        // Programs without a session may ask and follow what they asked; a page of another site may not even that.
        ...(route.options.withoutOrigin === true ? [] : [{}]),
        { Origin: 'https://evil.example' },
      ];
      for (const headers of requests) {
        const answer = await send(route, path, headers);
        if (answer.code !== 'forbidden')
          taken.push(`${nameOf(route)} ${JSON.stringify(Object.keys(headers))}`);
      }
    }
    expect(taken).toEqual([]);
    const open = routes.filter(({ options }) => options.withoutOrigin === true).map(nameOf);
    expect(open.sort()).toEqual([
      'POST /api/enquiries',
      'POST /api/enquiries/:number/data',
      'POST /api/enquiries/:number/erase',
      'POST /api/enquiries/:number/files',
      'POST /api/enquiries/:number/reply',
      'POST /api/enquiries/:number/withdraw',
      'POST /api/verify',
    ]);
  });
});
