import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { openOwnAgreement } from './access.ts';
import { EditedAgreement, NewAgreement, NumberPath, PreparedAgreement } from './agreement-schema.ts';
import { insertAgreement } from './agreement-store.ts';
import { recordEvent } from './event-store.ts';
import { ifMatch } from './if-match.ts';
import { nextNumber } from './number-store.ts';
import type { AgreementParts } from './parts.ts';
import { departmentOf, newVerifyCode, prepareDraft } from './prepare.ts';
import { readProjectRow } from './project-store.ts';
import { writeSigners } from './signer-store.ts';
import { edit } from './staff-acts.ts';
import { refusal } from './steps.ts';
import { readTemplate, readTemplatesInForce } from './template-store.ts';
import { isRehearsed } from './terms.ts';

const tags = ['agreements'];

/** 起草: an agreement is prepared, and changed until it is sent. */
export function prepareRoutes(parts: AgreementParts) {
  const { database, secrets, now } = parts;
  const { sql } = database;
  const once = { database, now };
  return new Hono()
    .post(
      '/api/agreements',
      allow(['publisher']),
      describeRoute({
        summary: 'Prepare an agreement (起草)',
        description: 'Idempotency-Key: sent again with the same one it is one agreement.',
        tags,
        responses: {
          201: {
            description: 'A draft, with what is still missing in it',
            content: { 'application/json': { schema: resolver(PreparedAgreement) } },
          },
        },
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
        const series = isRehearsed(project.number) ? 'YL' : 'TZ';
        const number = await database.transaction((tx) => nextNumber(tx, series, now()));
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
    .patch(
      '/api/agreements/:number',
      allow(['publisher']),
      describeRoute({
        summary: 'Change a draft; gates and confirmations begin anew',
        tags,
        responses: { 204: { description: 'Done' } },
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', EditedAgreement),
      async (context) => {
        const agreement = await openOwnAgreement(sql, parts, {
          number: context.req.valid('param').number,
          actor: context.get('actor'),
        });
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
    );
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}
