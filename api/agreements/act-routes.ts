import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { openAgreement, openOwnAgreement, type Opened } from './access.ts';
import {
  Confirmation,
  Extension,
  GateDecision,
  NumberPath,
  Reason,
  SignerChoice,
} from './agreement-schema.ts';
import { decideGate } from './gate-act.ts';
import { keepFile } from './files.ts';
import { paperOptions } from './paper-options.ts';
import type { AgreementParts } from './parts.ts';
import { hurrySeal, wakeSealing } from './seal-store.ts';
import { readSigners } from './signer-store.ts';
import { decideDelegation } from './delegation.ts';
import { DelegationDecision } from './delegation-schema.ts';
import { onlySignersConfirm } from './signer-codes.ts';
import { extendOne, remind } from './running-acts.ts';
import { confirm, hold, makeVoidOf, sendOut, share } from './staff-acts.ts';
import { refusal } from './steps.ts';
import { mostDeadlineDays } from './terms.ts';
import { wholeText } from './whole-text.ts';

const tags = ['agreements'];
const done = { 204: { description: 'Done' } };

/** What is done with an agreement: shown, reviewed, confirmed, sent, reminded of, extended, made void. */
export function actRoutes(parts: AgreementParts) {
  const { database, blobs, secrets, now } = parts;
  const { sql } = database;
  const once = { database, now };
  const open = (context: Context, number: string) =>
    openAgreement(sql, parts, { number, actor: context.get('actor') });
  const own = (context: Context, number: string) =>
    openOwnAgreement(sql, parts, { number, actor: context.get('actor') });
  return new Hono()
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
        if (parties.length === 0) throw onlySignersConfirm();
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
        summary:
          'Remind those whose turn it is; links from before end only where wrong codes had stopped a place',
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
      '/api/agreements/:number/delegation',
      allow(['publisher']),
      describeRoute({ summary: 'Admit whom a signer hands his part to, or not', tags, responses: done }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', DelegationDecision),
      async (context) => {
        const { id } = await own(context, context.req.valid('param').number);
        const decision = context.req.valid('json');
        return answerOnce(context, once, async (tx) => {
          await decideDelegation(tx, parts, { id, actor: context.get('actor'), decision });
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

  async function drawBase(agreement: Opened['agreement']) {
    const text = wholeText(agreement);
    const { contentSha256, number, verifyCode, isTest } = agreement;
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

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}
