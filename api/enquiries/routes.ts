import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';
import { answerOnce } from '../accounts/idempotency.ts';
import { clientAddress } from '../accounts/client-address.ts';
import type { Actor } from '../accounts/actor.ts';
import type { Sql, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import { openCase, type Opened } from './access.ts';
import { close, handOver, markSpam, reply, reveal, withdraw } from './acts.ts';
import { readCase } from './case-store.ts';
import { consentText } from './consent.ts';
import { findEnquiry, readReceiptWay } from './enquiry-store.ts';
import { issueEnquiryLink } from './link-store.ts';
import type { AskingParts } from './parts.ts';
import { readWholeCase, readCases } from './reading.ts';
import { receive, type Question } from './receive.ts';
import {
  Close,
  ConsentText,
  Enquiry,
  EnquiryPage,
  EnquiryQuery,
  Handover,
  MarkSpam,
  NewEnquiry,
  NumberPath,
  ReceivedEnquiry,
  Reply,
  Reveal,
  Revealed,
} from './schema.ts';
import { takeTurn } from './take-turn.ts';
import { countQuestion, countWord } from './throttle.ts';
import { answerAskerOnce } from './visitor-answer.ts';

const tags = ['enquiries'];
const refusal = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(Problem) } },
});
const answers = (status: 200 | 201, description: string, schema: z.ZodType) => ({
  [status]: { description, content: { 'application/json': { schema: resolver(schema) } } },
  404: refusal('Missing, or not of the one who asks'),
  409: refusal('The case stands otherwise'),
  422: refusal('Refused by a rule'),
  429: refusal('Too often'),
});

/** 询盘: asked, answered, and followed by whoever it belongs to. */
export function enquiryRoutes(parts: AskingParts) {
  const { database, city, secrets, isTrustedProxy, origin, now } = parts;
  const open = (context: Parameters<typeof openCase>[0], number: string, sql: Sql = database.sql) =>
    openCase(context, sql, { number, at: now(), city: city.pack.hotline.department });
  const staffCase = async (context: Parameters<typeof openCase>[0], number: string, sql?: Sql) => {
    const { id, viewer } = await open(context, number, sql);
    if (viewer.side !== 'staff') throw new AppError('not-found');
    return { id, viewer };
  };
  const once = { database, now };
  const inTurn = takeTurn(parts);
  return new Hono()
    .get(
      '/api/consent-text',
      allow('public'),
      describeRoute({
        summary: 'What is agreed to with an enquiry (个人信息处理告知)',
        tags,
        responses: answers(200, 'The text in force', ConsentText),
      }),
      checked('query', NoQuery),
      (context) => {
        context.header('Cache-Control', 'public, max-age=60');
        return context.json(consentText(city.pack));
      },
    )
    .post(
      '/api/enquiries',
      allow('public', { withoutOrigin: true }),
      describeRoute({
        summary: 'Ask about parcels, or about none',
        description:
          'Idempotency-Key: sent again with the same one it is one enquiry. `link` is for who asks alone.',
        tags,
        responses: answers(201, 'Received, with its number', ReceivedEnquiry),
      }),
      checked('query', NoQuery),
      checked('json', NewEnquiry),
      inTurn,
      async (context) => {
        const asked = context.req.valid('json');
        const { company, contactName, codename, phone, email } = asked;
        const actor = await context.get('identify')();
        const person = {
          company: company ?? null,
          contactName: contactName ?? null,
          codename: codename ?? null,
          phone: phone ?? null,
          email: email ?? null,
        };
        const sender = { ...person, address: clientAddress(context, isTrustedProxy), at: now() };
        const investor = investorOf(actor);
        const question: Question = {
          channel: 'web',
          clockFrom: sender.at,
          enteredBy: null,
          locale: asked.locale,
          parcelCodes: asked.parcelCodes,
          person,
          words: asked.message,
          consentVersion: asked.consent.textVersion,
          accountId: investor?.accountId ?? null,
          answeredInCall: null,
          isSuspect: asked.homepage !== undefined && asked.homepage !== '',
          actor: { accountId: null, role: 'visitor' },
        };
        const counted = { ...once, count: (tx: Tx) => countQuestion(tx, secrets, sender) };
        const { number } = await answerAskerOnce(context, counted, async (tx) => {
          const received = await receive(tx, parts, question);
          return { number: received.number };
        });
        // A link of its own each time it is answered: what is kept of an answer opens nothing.
        const { link, receipt } = await database.transaction(async (tx) => {
          const found = await findEnquiry(tx, number);
          if (found === null) throw new Error('the enquiry was just received');
          if ((await readCase(tx, found.id))?.person === null)
            throw new AppError('conflict', { detail: `${number} 已收到，个人信息已清除，不再有专属链接。` });
          await countWord(tx, secrets, { enquiryId: found.id, at: sender.at });
          const link = await issueEnquiryLink(tx, { enquiryId: found.id, origin: origin(), at: now() });
          return { link, receipt: await readReceiptWay(tx, found.id) };
        });
        context.header('Cache-Control', 'private, no-store');
        return context.json({ number, link, receipt } satisfies ReceivedEnquiry, 201);
      },
    )
    .get(
      '/api/enquiries',
      allow(['investor', 'publisher']),
      describeRoute({
        summary: 'One’s own enquiries, or the own department’s',
        description: 'Open ones with the longest wait first.',
        tags,
        responses: answers(200, 'A page', EnquiryPage),
      }),
      checked('query', EnquiryQuery),
      async (context) =>
        context.json(await readCases(parts, context.get('actor'), context.req.valid('query'))),
    )
    .get(
      '/api/enquiries/:number',
      allow('public'),
      describeRoute({
        summary: 'One enquiry, for whoever asked (account or `Enquiry-Token` of the link) and its department',
        tags,
        responses: answers(200, 'The case', Enquiry),
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const { number } = context.req.valid('param');
        const opened = await open(context, number);
        context.header('Cache-Control', 'private, no-store');
        return context.json(await readWholeCase(parts, opened));
      },
    )
    .post(
      '/api/enquiries/:number/reply',
      allow('public', { withoutOrigin: true }),
      describeRoute({
        summary: 'Answer, note, or write back',
        description: 'Of staff: an answer, or with `internal` a note. Of who asked: a further word.',
        tags,
        responses: answers(201, 'The case', Enquiry),
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', Reply),
      inTurn,
      async (context) => {
        const { number } = context.req.valid('param');
        const { message, internal } = context.req.valid('json');
        const opened = await open(context, number);
        if (internal && opened.viewer.side === 'asker') throw new AppError('forbidden');
        const counted =
          opened.viewer.side === 'asker'
            ? { ...once, count: (tx: Tx) => countWord(tx, secrets, { enquiryId: opened.id, at: now() }) }
            : once;
        await answerAskerOnce(context, counted, async (tx) => {
          await reply(tx, parts, { ...opened, words: message, isInternal: internal });
          return {};
        });
        return wholeCase(context, opened);
      },
    )
    .post(
      '/api/enquiries/:number/withdraw',
      allow('public', { withoutOrigin: true }),
      describeRoute({
        summary: 'Withdraw what one asked',
        tags,
        responses: answers(201, 'The case', Enquiry),
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      inTurn,
      async (context) => {
        const { number } = context.req.valid('param');
        const opened = await open(context, number);
        // Nobody withdraws for another.
        if (opened.viewer.side !== 'asker') throw new AppError('not-found');
        const count = (tx: Tx) => countWord(tx, secrets, { enquiryId: opened.id, at: now() });
        await answerAskerOnce(context, { ...once, count }, async (tx) => {
          await withdraw(tx, parts, opened);
          return {};
        });
        return wholeCase(context, opened);
      },
    )
    .post(
      '/api/enquiries/:number/handover',
      allow(['publisher']),
      describeRoute({
        summary: 'Hand over to another department or colleague',
        tags,
        responses: answers(200, 'Handed over', Enquiry),
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', Handover),
      async (context) => {
        // Opened within: sent again, it is answered as it was, though the case is another department's now.
        return answerOnce(context, once, async (tx) => {
          const opened = await staffCase(context, context.req.valid('param').number, tx);
          await handOver(tx, parts, { ...opened, ...context.req.valid('json') });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/enquiries/:number/reveal',
      allow(['publisher']),
      describeRoute({
        summary: 'Telephone and e-mail, for a stated purpose; on record',
        tags,
        responses: answers(200, 'As they were given', Revealed),
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', Reveal),
      async (context) => {
        const opened = await staffCase(context, context.req.valid('param').number);
        // Not kept for a repeated key: an answer with a telephone in it lies nowhere.
        const revealed = await database.transaction((tx) =>
          reveal(tx, parts, { ...opened, ...context.req.valid('json') }),
        );
        return context.json(revealed);
      },
    )
    .post(
      '/api/enquiries/:number/close',
      allow(['publisher']),
      describeRoute({
        summary: 'Close with an outcome',
        tags,
        responses: answers(200, 'Closed', Enquiry),
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', Close),
      async (context) => {
        const opened = await staffCase(context, context.req.valid('param').number);
        const { outcome, reason } = context.req.valid('json');
        return answerOnce(context, once, async (tx) => {
          await close(tx, parts, { ...opened, outcome, reason });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/enquiries/:number/spam',
      allow(['publisher']),
      describeRoute({
        summary: 'No enquiry: taken out of the figures with a reason, and counted there',
        tags,
        responses: answers(200, 'Marked', Enquiry),
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      checked('json', MarkSpam),
      async (context) => {
        const opened = await staffCase(context, context.req.valid('param').number);
        const { reason } = context.req.valid('json');
        return answerOnce(context, once, async (tx) => {
          await markSpam(tx, parts, { ...opened, reason });
          return { status: 204 };
        });
      },
    )
    .post(
      '/api/enquiries/:number/not-spam',
      allow(['publisher']),
      describeRoute({
        summary: 'An enquiry after all',
        tags,
        responses: answers(200, 'It waits again', Enquiry),
      }),
      checked('param', NumberPath),
      checked('query', NoQuery),
      async (context) => {
        const opened = await staffCase(context, context.req.valid('param').number);
        return answerOnce(context, once, async (tx) => {
          await markSpam(tx, parts, { ...opened, reason: null });
          return { status: 204 };
        });
      },
    );

  async function wholeCase(context: Parameters<typeof openCase>[0], { id, viewer }: Opened) {
    context.header('Cache-Control', 'private, no-store');
    return context.json(await readWholeCase(parts, { id, viewer }), 201);
  }
}

function investorOf(actor: Actor | null): Actor | null {
  return actor?.role === 'investor' ? actor : null;
}
