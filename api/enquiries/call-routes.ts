import { Hono } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { answerOnce } from '../accounts/idempotency.ts';
import { AppError } from '../errors.ts';
import { allow } from '../policies.ts';
import { Problem } from '../problem.ts';
import { checked, NoQuery } from '../validation.ts';
import type { EnquiryParts } from './parts.ts';
import { receive } from './receive.ts';
import { EnteredCall, NewCall } from './schema.ts';

/** Nobody remembers a call longer ago well enough to enter it. */
const oldestCallMs = 7 * 86_400_000;

/** 电话询盘: a call to the hotline is an enquiry like any other. */
export function callRoutes(parts: EnquiryParts) {
  const { database, now } = parts;
  return new Hono().post(
    '/api/staff/enquiries',
    allow(['publisher']),
    describeRoute({
      summary: 'Enter a call (录入电话询盘)',
      description:
        'The clock starts with the call. The caller gets the receipt and the link; staff never see the link.',
      tags: ['enquiries'],
      responses: {
        201: {
          description: 'Entered, with its number',
          content: { 'application/json': { schema: resolver(EnteredCall) } },
        },
        422: {
          description: 'A parcel that is not public, or a call from the future or long ago',
          content: { 'application/problem+json': { schema: resolver(Problem) } },
        },
      },
    }),
    checked('query', NoQuery),
    checked('json', NewCall),
    async (context) => {
      const call = context.req.valid('json');
      const actor = context.get('actor');
      const at = now();
      const clockFrom = calledAt(call.calledAt, at);
      const { company, contactName, phone, email } = call;
      return answerOnce(context, { database, now }, async (tx) => {
        const { number, department } = await receive(tx, parts, {
          channel: 'hotline',
          clockFrom,
          enteredBy: actor.accountId,
          locale: call.locale,
          parcelCodes: call.parcelCodes,
          person: {
            company,
            contactName: contactName ?? null,
            codename: null,
            phone: phone ?? null,
            email: email ?? null,
          },
          words: call.message,
          consentVersion: call.consent.textVersion,
          accountId: null,
          isSuspect: false,
          answeredInCall: call.answer ?? null,
          actor,
        });
        return { status: 201, body: { number, department } satisfies EnteredCall };
      });
    },
  );
}

function calledAt(written: string | undefined, at: Date): Date {
  if (written === undefined) return at;
  const called = new Date(written);
  const isPast = called.getTime() <= at.getTime();
  if (isPast && at.getTime() - called.getTime() <= oldestCallMs) return called;
  const message = isPast ? '来电在七天以前，不能补录' : '来电时间在将来';
  throw new AppError('refused-by-rule', { detail: message, errors: [{ path: 'calledAt', message }] });
}
