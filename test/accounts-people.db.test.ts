import { beforeAll, expect, it } from 'vitest';
import { ManagedAccount, ManagedAccounts, ManagedDepartment } from '../api/accounts/schema.ts';
import { openAccountPortal, type AccountPortal } from './support/account-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('people and departments', (open) => {
  let portal: AccountPortal;
  beforeAll(async () => {
    portal = await openAccountPortal(open());
  });
  const admin = () => portal.person('admin', { hasSecondFactor: true });
  const invitation = (over: object = {}) => ({
    email: 'colleague@city.example',
    name: '顾同事',
    role: 'reviewer',
    department: 'natural-resources',
    competences: ['land'],
    ...over,
  });

  it('invites a colleague, who chooses the password from the letter', async () => {
    const who = await admin();
    const invited = await portal.ask('POST /api/admin/accounts', { ...who, body: invitation() });
    expect(invited.status).toBe(201);
    expect(ManagedAccount.parse(invited.json)).toMatchObject({ hasPassword: false, isLocked: false });
    const { page, token } = await portal.linkTo('colleague@city.example');
    expect(page).toBe('/account');
    const password = '孤帆远影碧空尽，唯见长江天际流';
    await portal.ask('POST /api/account-tokens/verify', { body: { token, password } });
    expect((await portal.signIn('colleague@city.example', password)).status).toBe(204);
    expect((await portal.ask('POST /api/admin/accounts', { ...who, body: invitation() })).status).toBe(409);
  });

  it('keeps an invitation that a stranger meddles with by registering its address', async () => {
    const email = 'invited@city.example';
    await portal.ask('POST /api/admin/accounts', { ...(await admin()), body: invitation({ email }) });
    const { token } = await portal.linkTo(email);
    await open()
      .sql`update letter set written_at = written_at - interval '1 hour' where recipient = ${email}`;
    const registration = { email, name: '甲', locale: 'en' };
    expect((await portal.ask('POST /api/accounts', { body: registration })).status).toBe(202);
    expect((await portal.linkTo(email)).page).toBe('/reset');
    const password = '两岸猿声啼不住，轻舟已过万重山';
    const chosen = await portal.ask('POST /api/account-tokens/verify', { body: { token, password } });
    expect([chosen.status, chosen.json]).toEqual([200, { email }]);
  });

  it.each([
    [{ role: 'publisher', competences: [] }, 'department'],
    [{ role: 'publisher', department: null, competences: [] }, 'department'],
    [{ department: 'wuyi' }, 'department'],
    [{ department: 'terms-review', competences: ['land'] }, 'competences'],
    [{ competences: [] }, 'competences'],
    [{ role: 'host', department: null, competences: ['terms'] }, 'competences'],
    [{ role: 'investor', competences: [] }, 'department'],
    [{ department: 'nowhere' }, 'department'],
  ])('refuses an appointment of %j', async (over, path) => {
    const body = invitation({ email: 'never@city.example', ...over });
    const { status, json } = await portal.ask('POST /api/admin/accounts', { ...(await admin()), body });
    expect(status).toBe(422);
    expect(json).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ path })]) as unknown,
    });
  });

  it.each([
    ['POST /api/session', { email: 'a\u0000@b.cn', password: 'x' }, 'email'],
    ['POST /api/session', { email: 'a@b.cn', password: 'x\u0000' }, 'password'],
    ['POST /api/accounts', { email: 'a@b.cn', name: '沈\u0000括', locale: 'zh-CN' }, 'name'],
    ['PATCH /api/me', { name: '\u0000' }, 'name'],
    ['POST /api/admin/accounts', invitation({ name: '顾\u0000' }), 'name'],
    ['PATCH /api/admin/departments/lanxi', { officers: [{ nameZh: '\u0000' }] }, 'officers.0.nameZh'],
    ['POST /api/parcels', { code: 'N-1', fields: { name: '地\u0000块' } }, 'fields.name'],
    ['POST /api/parcels', { code: 'N-1', provenance: { 'a\u0000': 1 } }, 'provenance'],
    ['GET /api/admin/accounts?q=%00', undefined, 'q'],
    ['GET /api/audit?subject=a%00', undefined, 'subject'],
    ['GET /api/staff/parcels?q=%00', undefined, 'q'],
    ['GET /api/staff/parcels?park=%00', undefined, 'park'],
    ['GET /api/staff/parcels/%00', undefined, 'code'],
  ])('refuses U+0000 in %s of %j, and says where', async (request, body, path) => {
    const role = request.includes('/parcels') ? 'publisher' : request.includes('audit') ? 'auditor' : 'admin';
    const who = await portal.person(role, { hasSecondFactor: true });
    const { status, json } = await portal.ask(request, { ...who, ...(body !== undefined && { body }) });
    expect(status).toBe(400);
    expect(json).toMatchObject({ errors: [{ path }] });
  });

  it('changes a role and ends the sessions that had the old one', async () => {
    const who = await admin();
    const changed = await portal.person('publisher', { hasSecondFactor: true });
    const body = { role: 'host', department: null };
    const answer = await portal.ask(`PATCH /api/admin/accounts/${changed.accountId}`, { ...who, body });
    expect(answer.json).toMatchObject({ role: 'host', department: null });
    expect((await portal.ask('GET /api/me', changed)).status).toBe(401);
  });

  it('locks and unlocks, and takes a lost second factor away', async () => {
    const who = await admin();
    const { accountId, email } = await portal.person('publisher', { hasSecondFactor: true });
    const change = (body: object) => portal.ask(`PATCH /api/admin/accounts/${accountId}`, { ...who, body });
    expect((await change({ locked: true })).json).toMatchObject({ isLocked: true });
    expect((await portal.signIn(email)).code).toBe('credentials-wrong');
    expect((await change({ locked: false })).json).toMatchObject({ isLocked: false });
    expect((await portal.signIn(email)).code).toBe('totp-needed');
    expect((await change({ resetSecondFactor: true })).json).toMatchObject({ hasSecondFactor: false });
    expect((await portal.signIn(email)).status).toBe(204);
  });

  it('asks for a recent proof, and lets nobody change oneself', async () => {
    const who = await admin();
    const other = await portal.person('publisher', { hasSecondFactor: true });
    const body = { role: 'host', department: null };
    const own = await portal.ask(`PATCH /api/admin/accounts/${who.accountId}`, { ...who, body });
    expect([own.status, own.code]).toEqual([403, 'forbidden']);
    portal.passMinutes(6);
    const late = await portal.ask(`PATCH /api/admin/accounts/${other.accountId}`, { ...who, body });
    expect([late.status, late.code]).toEqual([403, 'proof-needed']);
    expect((await portal.ask('POST /api/admin/accounts', { ...who, body: invitation() })).code).toBe(
      'proof-needed',
    );
    expect((await portal.ask('GET /api/me', other)).json).toMatchObject({ role: 'publisher' });
  });

  it('asks for a recent proof before departments change, and with them who sees what', async () => {
    const who = await admin();
    portal.passMinutes(6);
    const made = { code: 'made-late', nameZh: '晚', nameEn: 'Late', duty: 'land', regions: [], officers: [] };
    const [created, changed] = [
      await portal.ask('POST /api/admin/departments', { ...who, body: made }),
      await portal.ask('PATCH /api/admin/departments/lanxi', { ...who, body: { regions: ['330702'] } }),
    ];
    expect([created.code, changed.code]).toEqual(['proof-needed', 'proof-needed']);
    const [row] = await open().sql<{ count: number }[]>`
      select count(*)::int as count from department where code = 'made-late'`;
    expect(row?.count).toBe(0);
  });

  it('lets the staff table be taken out after a recent proof only, and writes down how much of it', async () => {
    const who = await portal.person('publisher', { hasSecondFactor: true });
    const take = (rows: unknown) => portal.ask('POST /api/staff/parcel-exports', { ...who, body: { rows } });
    expect((await take(42)).status).toBe(204);
    for (const rows of [0, -1, 1.5, '42', undefined]) expect((await take(rows)).status).toBe(422);
    portal.passMinutes(6);
    expect((await take(43)).code).toBe('proof-needed');
    const acts = await open().sql`
      select subject, details from audit_entry where action = 'parcel.export' and account_id = ${who.accountId}`;
    expect(acts).toEqual([{ subject: 'department:wuyi', details: { rows: 42 } }]);
  });

  it('shows of an investor neither name nor address, and finds one by the whole address only', async () => {
    const who = await admin();
    const { email, accountId } = await portal.person('investor');
    const find = async (q: string) =>
      ManagedAccounts.parse(
        (await portal.ask(`GET /api/admin/accounts?q=${encodeURIComponent(q)}`, who)).json,
      ).items;
    const found = await find(email);
    expect(found.map(({ id, name, email: shown }) => ({ id, name, shown }))).toEqual([
      { id: accountId, name: '***', shown: 'i***@zhaotu.test' },
    ]);
    expect((await find(email.slice(0, -1))).filter(({ id }) => id === accountId)).toEqual([]);
    expect((await find('investor-')).filter(({ role }) => role === 'investor')).toEqual([]);
  });

  it('makes no colleague of an investor, nor the other way round, and so never learns who it is', async () => {
    const who = await admin();
    const { accountId } = await portal.person('investor');
    const colleague = await portal.person('host', { hasSecondFactor: true });
    const change = (id: number, body: object) =>
      portal.ask(`PATCH /api/admin/accounts/${id}`, { ...who, body });
    for (const body of [{ role: 'host' }, { role: 'investor' }, { name: '改名' }, { department: 'wuyi' }])
      expect((await change(accountId, body)).code).toBe('refused-by-rule');
    expect((await change(colleague.accountId, { role: 'investor' })).code).toBe('refused-by-rule');
    const { status, json } = await change(accountId, { locked: true });
    expect([status, json]).toEqual([
      200,
      expect.objectContaining({ role: 'investor', name: '***', email: 'i***@zhaotu.test', isLocked: true }),
    ]);
  });

  it('goes through people page by page without leaving one out', async () => {
    const who = await admin();
    const seen: number[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const page = ManagedAccounts.parse(
        (await portal.ask(`GET /api/admin/accounts?limit=3&after=${after}`, who)).json,
      );
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    const rows = await open().sql<{ id: number }[]>`select id from account order by id`;
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  it('keeps regions and officers of a department in their order, and the pack’s own name', async () => {
    const who = await admin();
    const officer = await portal.person('publisher', { department: 'lanxi', hasSecondFactor: true });
    const officers = [
      { nameZh: '甲', nameEn: 'First', phone: '+86 579-0000 1111', account: officer.accountId },
      { nameZh: '乙', nameEn: 'Second', phone: '0579-00002222', account: null },
    ];
    const patch = (body: object) => portal.ask('PATCH /api/admin/departments/lanxi', { ...who, body });
    const { json } = await patch({ officers, regions: ['330781', '330702', '330781'] });
    expect(ManagedDepartment.parse(json)).toMatchObject({ officers, regions: ['330702', '330781'] });
    expect((await patch({ nameZh: '别的名字' })).json).toMatchObject({ errors: [{ path: 'nameZh' }] });
    expect((await patch({ regions: ['999999'] })).json).toMatchObject({ errors: [{ path: 'regions' }] });
    const stranger = await portal.person('publisher', { hasSecondFactor: true });
    const others = [{ nameZh: '丙', nameEn: 'Third', phone: '0579-00003333', account: stranger.accountId }];
    expect((await patch({ officers: others })).json).toMatchObject({ errors: [{ path: 'officers' }] });
    const [row] = await open().sql<{ count: number }[]>`
      select count(*)::int as count from duty_officer where department_code = 'lanxi'`;
    expect(row?.count).toBe(2);
  });

  it('adds a department once, also when the request is sent again with its key', async () => {
    const who = await admin();
    const body = {
      code: 'new-town',
      nameZh: '新城招商局',
      nameEn: 'New Town',
      duty: 'promotion',
      regions: ['330702'],
      officers: [],
    };
    const headers = { 'Idempotency-Key': 'key-of-new-town' };
    const send = (over: object = {}) =>
      portal.ask('POST /api/admin/departments', { ...who, body: { ...body, ...over }, headers });
    const answers = await Promise.all([send(), send(), send()]);
    for (const { status, json } of answers) {
      expect(status).toBe(201);
      expect(json).toEqual(answers[0].json);
    }
    expect((await send({ nameEn: 'Another' })).code).toBe('refused-by-rule');
    expect((await portal.ask('POST /api/admin/departments', { ...who, body })).status).toBe(409);
    const [row] = await open().sql<{ count: number }[]>`
      select count(*)::int as count from audit_entry where action = 'department.create'`;
    expect(row?.count).toBe(1);
    const malformed = await portal.ask('POST /api/admin/departments', {
      ...who,
      body,
      headers: { 'Idempotency-Key': 'short' },
    });
    expect(malformed.code).toBe('invalid-parameters');
  });

  it('takes one key with another If-Match for another request', async () => {
    const who = await portal.person('publisher', { hasSecondFactor: true });
    await portal.ask('POST /api/parcels', { ...who, body: { code: 'KEY-1' } });
    const save = (ifMatch: string) => {
      const headers = { 'Idempotency-Key': 'saved-over-what', 'If-Match': ifMatch };
      return portal.ask('PATCH /api/parcels/KEY-1', { ...who, body: { costs: [] }, headers });
    };
    const first = await save('"draft-1"');
    expect([first.status, first.json]).toEqual([200, expect.objectContaining({ revision: 2 })]);
    const again = await save('"draft-1"');
    expect([again.status, again.json]).toEqual([200, first.json]);
    const other = await save('"draft-2"');
    expect([other.status, other.json]).toEqual([
      422,
      expect.objectContaining({ errors: [expect.objectContaining({ path: 'Idempotency-Key' })] }),
    ]);
  });

  it('does not keep what was refused: the same key may try again', async () => {
    const who = await admin();
    const headers = { 'Idempotency-Key': 'tried-twice-0001' };
    const body = {
      code: 'tried-twice',
      nameZh: '二',
      nameEn: 'Two',
      duty: 'terms',
      regions: ['999999'],
      officers: [],
    };
    expect((await portal.ask('POST /api/admin/departments', { ...who, body, headers })).status).toBe(422);
    const mended = { ...body, regions: ['330702'] };
    expect((await portal.ask('POST /api/admin/departments', { ...who, body: mended, headers })).status).toBe(
      201,
    );
  });

  it('writes every act into the log by number, without names and addresses', async () => {
    const rows = await open().sql<{ action: string; row: string }[]>`
      select action, to_jsonb(e)::text as row from audit_entry e order by seq`;
    expect([...new Set(rows.map(({ action }) => action))].sort()).toEqual([
      'account.change',
      'account.invite',
      'account.verify',
      'department.change',
      'department.create',
      'draft.change',
      'draft.create',
      'parcel.export',
      'session.start',
    ]);
    expect(rows.filter(({ row }) => /@|顾同事/.test(row))).toEqual([]);
  });
});
