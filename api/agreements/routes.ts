import { Hono, type Context } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { answerOnce } from '../accounts/idempotency.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { openAgreement } from './access.ts';
import { insertAgreement, listAgreements, readAccountEmail } from './agreement-store.ts';
import { recordEvent } from './event-store.ts';
import { evidencePackage } from './evidence.ts';
import { keepFile, readFile } from './files.ts';
import { ifMatch } from './if-match.ts';
import { nextNumber } from './number-store.ts';
import { paperOptions } from './paper-options.ts';
import type { AgreementParts } from './parts.ts';
import { departmentOf, newVerifyCode, prepareDraft } from './prepare.ts';
import { presentAgreement, presentRows } from './present.ts';
import { readProjectRow } from './project-store.ts';
import { readHead } from './revision-store.ts';
import {
  Agreement,
  AgreementPage,
  AgreementQuery,
  Confirmation,
  EditedAgreement,
  Extension,
  GateDecision,
  NewAgreement,
  NumberPath,
  PreparedAgreement,
  Reason,
  SignerChoice,
} from './agreement-schema.ts';
import { hurrySeal, wakeSealing } from './seal-store.ts';
import { listOfEmail, readSigners, writeSigners } from './signer-store.ts';
import {
  confirm,
  decideGate,
  edit,
  extendOne,
  hold,
  makeVoidOf,
  remind,
  sendOut,
  share,
} from './staff-acts.ts';
import { refusal } from './steps.ts';
import { readTemplate, readTemplatesInForce } from './template-store.ts';
import { mostDeadlineDays } from './terms.ts';

const tags = ['agreements'];
const answers = (status: 200 | 201, description: string, schema: z.ZodType) => ({
  [status]: { description, content: { 'application/json': { schema: resolver(schema) } } },
});
const done = { 204: { description: 'Done' } };
const pageSize = 50;

/** 协议, as the office prepares and follows them and the named read them. */
export function agreementRoutes(parts: AgreementParts) {
  const { database, blobs, secrets, now } = parts;
  const { sql } = database;
  const once = { database, now };
  const open = (context: Context, number: string) =>
    openAgreement(sql, { secrets }, { number, actor: context.get('actor') });
  /** Of one's own department. */
  const own = async (context: Context, number: string) => {
    const opened = await open(context, number);
    if (opened.side !== 'office') throw new AppError('not-found');
    return opened.agreement;
  };
  return new Hono()
    .get(
      '/api/agreements',
      allow(['publisher', 'reviewer', 'investor']),
      describeRoute({
        summary: 'Agreements of one’s department; of all for reviewers; one’s own for investors',
        tags,
        responses: answers(200, 'A page, the newest first', AgreementPage),
      }),
      checked('query', AgreementQuery),
      async (context) => {
        const actor = context.get('actor');
        const { status = null, before = null } = context.req.valid('query');
        const limit = pageSize + 1;
        const ids =
          actor.role === 'investor'
            ? await listOfEmail(sql, secrets, { email: await readAccountEmail(sql, actor.accountId), limit })
            : await listAgreements(sql, {
                department: actor.role === 'reviewer' ? null : departmentOf(actor),
                state: status,
                before,
                limit,
              });
        const shown = ids.slice(0, pageSize);
        const next = ids.length > pageSize ? (shown.at(-1) ?? null) : null;
        return context.json({ items: await presentRows(parts, shown), next } satisfies AgreementPage);
      },
    )
    .post(
      '/api/agreements',
      allow(['publisher']),
      describeRoute({
        summary: 'Prepare an agreement (起草)',
        description: 'Idempotency-Key: sent again with the same one it is one agreement.',
        tags,
        responses: answers(201, 'A draft, with what is still missing in it', PreparedAgreement),
      }),
      checked('query', NoQuery),
      checked('json', NewAgreement),
      async (context) => {
        const actor = context.get('actor');
        const { template: key, projectId, ...asked } = context.req.valid('json');
        const department = departmentOf(actor);
        const project = await readProjectRow(sql, projectId, department);
        if (project === null) throw refused('projectId', '没有这个项目，或不是本部门的。');
        const [template] = await readTemplatesInForce(sql, key);
        if (template === undefined)
          throw new AppError('conflict', { detail: '这一模板还没有经第二人批准，不能使用。' });
        const number = await database.transaction((tx) => nextNumber(tx, 'TZ', now()));
        const verifyCode = newVerifyCode();
        const { draft, signers } = await prepareDraft(parts, {
          number,
          verifyCode,
          template,
          project,
          asked,
        });
        return answerOnce(context, once, async (tx) => {
          const at = now();
          const id = await insertAgreement(tx, {
            ...draft,
            number,
            verifyCode,
            templateKey: key,
            templateVersion: template.version,
            projectId,
            department,
            exclusive: template.exclusive,
            isTest: parts.isTest,
            accountId: actor.accountId,
            at,
          });
          await writeSigners(tx, secrets, { agreementId: id, signers });
          await recordEvent(
            tx,
            { id, number },
            {
              kind: 'prepare',
              actor,
              details: { template: key, version: template.version, draft: draft.file.sha256.toString('hex') },
              at,
            },
          );
          const body: PreparedAgreement = { number, status: 'draft', missing: draft.missing };
          return { status: 201, body };
        });
      },
    )
    .get(
      '/api/agreements/:number',
      allow(['publisher', 'reviewer', 'investor']),
      describeRoute({ summary: 'One agreement', tags, responses: answers(200, 'As it stands', Agreement) }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { agreement } = await open(context, context.req.valid('param').number);
        context.header('ETag', `"${agreement.version}"`);
        return context.json(await presentAgreement(parts, agreement.id));
      },
    )
    .patch(
      '/api/agreements/:number',
      allow(['publisher']),
      describeRoute({ summary: 'Change a draft; gates and confirmations begin anew', tags, responses: done }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', EditedAgreement),
      async (context) => {
        const agreement = await own(context, context.req.valid('param').number);
        const version = ifMatch(context, '草稿的版次');
        const asked = context.req.valid('json');
        if (agreement.state !== 'draft') throw refusal('wrong-state');
        const template = await readTemplate(sql, agreement.templateKey, agreement.templateVersion);
        const project = await readProjectRow(sql, agreement.projectId, null);
        if (project === null) throw new Error('an agreement has a project');
        const { number, verifyCode, id } = agreement;
        const prepared = await prepareDraft(parts, { number, verifyCode, template, project, asked });
        return answerOnce(context, once, async (tx) => {
          await edit(tx, parts, { id, actor: context.get('actor'), ...prepared, version });
          return { status: 204 };
        });
      },
    )
    .get(
      '/api/agreements/:number/pdf',
      allow(['publisher', 'reviewer', 'investor']),
      describeRoute({
        summary: 'The draft, or the sealed file once all have signed',
        tags,
        responses: { 200: { description: 'PDF', content: { 'application/pdf': {} } } },
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { agreement } = await open(context, context.req.valid('param').number);
        if (['sent', 'in-progress', 'sealing', 'seal-failed'].includes(agreement.state))
          throw new AppError('conflict', { detail: '全部签署并封存后方可下载。' });
        const head = agreement.state === 'completed' ? await readHead(sql, agreement.id) : null;
        const file = head ?? { blob: agreement.draftBlob, sha256: agreement.draftSha256 };
        return pdf(context, await readFile(blobs, file), agreement.number);
      },
    )
    .get(
      '/api/agreements/:number/evidence.zip',
      allow(['publisher', 'reviewer', 'investor']),
      describeRoute({
        summary: 'Everything to check it with, without this portal (证据包)',
        tags,
        responses: { 200: { description: 'Zip', content: { 'application/zip': {} } } },
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { agreement } = await open(context, context.req.valid('param').number);
        if (agreement.state !== 'completed')
          throw new AppError('conflict', { detail: '全部签署并封存后方有证据包。' });
        context.header('Content-Type', 'application/zip');
        context.header('Content-Disposition', `attachment; filename="${agreement.number}-evidence.zip"`);
        return context.body(await evidencePackage(parts, agreement));
      },
    )
    .post(
      '/api/agreements/:number/share',
      allow(['publisher']),
      describeRoute({ summary: 'The draft to the other sides, to confirm', tags, responses: done }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { id } = await own(context, context.req.valid('param').number);
        return answerOnce(context, once, async (tx) => {
          await share(tx, parts, { id, actor: context.get('actor') });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/agreements/:number/review',
      allow(['reviewer']),
      describeRoute({ summary: 'A gate before the sending: passed or refused', tags, responses: done }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', GateDecision),
      async (context) => {
        const { agreement } = await open(context, context.req.valid('param').number);
        return answerOnce(context, once, async (tx) => {
          await decideGate(tx, parts, {
            id: agreement.id,
            actor: context.get('actor'),
            decision: context.req.valid('json'),
          });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/agreements/:number/confirm',
      allow(['publisher', 'investor']),
      describeRoute({ summary: 'The draft was read and is right', tags, responses: done }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', Confirmation),
      async (context) => {
        const { agreement, parties } = await open(context, context.req.valid('param').number);
        const { draftSha256 } = context.req.valid('json');
        const actor = context.get('actor');
        return answerOnce(context, once, async (tx) => {
          for (const party of parties)
            await confirm(tx, parts, { id: agreement.id, actor, party, draftSha256 });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/agreements/:number/send',
      allow(['publisher']),
      describeRoute({ summary: 'Freeze it and ask for the signatures', tags, responses: done }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const agreement = await own(context, context.req.valid('param').number);
        const { id, version } = agreement;
        const base = agreement.state === 'draft' ? await drawBase(agreement) : null;
        return answerOnce(context, once, async (tx) => {
          if (base === null) throw refusal('wrong-state');
          await sendOut(tx, parts, { id, actor: context.get('actor'), base, version });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/agreements/:number/void',
      allow(['publisher']),
      describeRoute({ summary: 'Make it void, with a reason', tags, responses: done }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', Reason),
      async (context) => {
        const { id } = await own(context, context.req.valid('param').number);
        const { reason } = context.req.valid('json');
        return answerOnce(context, once, async (tx) => {
          await makeVoidOf(tx, parts, { id, actor: context.get('actor'), reason });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/agreements/:number/remind',
      allow(['publisher']),
      describeRoute({
        summary: 'Remind those whose turn it is; their links before are dead',
        tags,
        responses: done,
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', SignerChoice),
      async (context) => {
        const { id } = await own(context, context.req.valid('param').number);
        return answerOnce(context, once, async (tx) => {
          await remind(tx, parts, { id, actor: context.get('actor'), ...context.req.valid('json') });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/agreements/:number/extend',
      allow(['publisher']),
      describeRoute({ summary: 'A later deadline', tags, responses: done }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', Extension),
      async (context) => {
        const { id } = await own(context, context.req.valid('param').number);
        const deadline = new Date(context.req.valid('json').deadline);
        if (deadline.getTime() > now().getTime() + mostDeadlineDays * 86_400_000)
          throw refused('deadline', `签署截止应在今后 ${mostDeadlineDays} 天以内。`);
        return answerOnce(context, once, async (tx) => {
          await extendOne(tx, parts, { id, actor: context.get('actor'), deadline });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/agreements/:number/seal',
      allow(['publisher']),
      describeRoute({ summary: 'Try a failed seal again now', tags, responses: done }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { id } = await own(context, context.req.valid('param').number);
        return answerOnce(context, once, async (tx) => {
          const { envelope } = await hold(tx, id);
          if (envelope.state !== 'sealing' && envelope.state !== 'seal-failed') throw refusal('wrong-state');
          await hurrySeal(tx, id, now());
          wakeSealing();
          return { status: 204 };
        });
      },
    );

  async function drawBase(agreement: Awaited<ReturnType<typeof own>>) {
    const { content: text, contentSha256, number, verifyCode, isTest } = agreement;
    const signers = await readSigners(sql, secrets, agreement.id);
    const options = paperOptions({
      stage: 'final',
      text,
      contentSha256,
      number,
      verifyCode,
      isTest,
      origin: parts.origin(),
      signers,
    });
    const { bytes } = await parts.papers.draw(text, options);
    return await keepFile(blobs, bytes);
  }
}

export function pdf(context: Context, bytes: Uint8Array<ArrayBuffer>, number: string): Response {
  context.header('Content-Type', 'application/pdf');
  context.header('Content-Disposition', `attachment; filename="${number}.pdf"`);
  return context.body(bytes);
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}
