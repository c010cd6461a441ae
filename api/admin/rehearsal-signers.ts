import { Agreement, PreparedAgreement } from '../agreements/agreement-schema.ts';
import { sampleSaid } from '../agreements/sample-rules.ts';
import { Signing } from '../agreements/signing-schema.ts';
import type { Template } from '../agreements/template-schema.ts';
import { gates } from '../agreements/terms.ts';
import { StartError } from '../errors.ts';
import type { SealedLetter } from '../letters/store.ts';
import { parsed, type Ask } from './rehearsal-requests.ts';
import { robotsDomain, type Robot } from './rehearsal-staff.ts';

/** What is signed: a project of the rehearsal by a template in force. `organisation` of the city's side. */
export type Wanted = {
  projectId: number;
  company: string;
  organisation: string;
  template: Template;
  consents: { publishName: boolean; publishAmount: boolean; publishTalent: boolean };
};

export type Desk = {
  ask: Ask;
  /** What would have been sent, in its order. */
  letters: readonly SealedLetter[];
  reviewer: Robot;
  publisher: Robot;
};

/** A number of the play: each signer has an address of his own. */
export type Signatories = { number: string; emails: string[] };

const strokes = [
  [
    { x: 0.1, y: 0.3 },
    { x: 0.5, y: 0.7 },
    { x: 0.9, y: 0.4 },
  ],
];

/** 起草 to 发出: prepared, past its gates, confirmed by every side and sent. */
export async function sendAgreement(desk: Desk, wanted: Wanted, place: number): Promise<Signatories> {
  const { ask, publisher, reviewer } = desk;
  const { projectId, template } = wanted;
  const parties = signatoriesOf(wanted, place);
  const asked = { template: template.key, projectId, parties, ...saidOf(wanted) };
  const prepared = ask(publisher.cookie, 'POST /api/agreements', asked);
  const { number, missing } = await parsed(prepared, PreparedAgreement);
  if (missing.length > 0)
    throw new StartError(`${number} lacks ${missing.map(({ label }) => label).join(', ')}`);
  const of = `/api/agreements/${number}`;
  for (const gate of gates) await ask(reviewer.cookie, `POST ${of}/review`, { gate, outcome: 'passed' });
  const read = ask(publisher.cookie, `GET ${of}`);
  const { draftSha256 } = await parsed(read, Agreement.pick({ draftSha256: true }));
  await ask(publisher.cookie, `POST ${of}/confirm`, { draftSha256 });
  await ask(publisher.cookie, `POST ${of}/share`);
  for (const { party, email } of parties) {
    if (party === 'government') continue;
    const session = await openLink(desk, email);
    await ask(session, 'POST /api/signing/otp?purpose=confirm');
    await ask(session, 'POST /api/signing/confirm', { otp: codeTo(desk, email), draftSha256 });
  }
  await ask(publisher.cookie, `POST ${of}/send`);
  return { number, emails: parties.map(({ email }) => email) };
}

/** 签署: each by his own link, read to the end, with a code of his own. */
export async function signByAll(desk: Desk, { emails }: Signatories, signal: AbortSignal): Promise<void> {
  const { ask } = desk;
  for (const email of emails) {
    signal.throwIfAborted();
    const session = await openLink(desk, email);
    const { number, baseSha256, contentSha256, consent } = await parsed(
      ask(session, 'GET /api/signing'),
      Signing.pick({ number: true, baseSha256: true, contentSha256: true, consent: true }),
    );
    await ask(session, 'POST /api/signing/read', { number, contentSha256 });
    await ask(session, 'POST /api/signing/otp');
    const accepted = { textVersion: consent.textVersion, accepted: true };
    const signature = { otp: codeTo(desk, email), baseSha256, strokes, consent: accepted };
    await ask(session, 'POST /api/signing/sign', signature);
  }
}

function signatoriesOf({ template, company, organisation }: Wanted, place: number) {
  const names = { government: '演练签署人甲', company: '演练签署人乙', talent: '演练签署人丙' };
  const organisations = { government: organisation, company, talent: '演练团队' };
  return template.parties.map(({ party }) => ({
    ...{ role: 'signer', group: 1, party, name: names[party], organisation: organisations[party] },
    email: `${party}-${place}@${robotsDomain}`,
  }));
}

/** Something for each blank that nobody has filled; terms of time are the usual ones. */
function saidOf({ template, consents: { publishName, publishAmount, publishTalent } }: Wanted) {
  const { terms, details } = sampleSaid({
    ...template,
    variables: template.variables.filter(({ key, kind }) => kind !== 'duration' && !/publish/.test(key)),
  });
  const asksTalent = template.variables.some(({ key }) => key === 'terms.publishTalent');
  return { terms: { ...terms, ...(asksTalent && { publishTalent }) }, details, publishName, publishAmount };
}

async function openLink({ ask, letters }: Desk, email: string): Promise<string> {
  const body = letters.findLast((one) => one.recipient === email && one.body.includes('/sign#t='))?.body;
  const [, token] = /\/sign#t=([\w-]+)/.exec(body ?? '') ?? [];
  const response = await ask(null, 'POST /api/signing/exchange', { token });
  return (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
}

function codeTo({ letters }: Desk, email: string): string {
  const letter = letters.findLast((one) => one.recipient === email && one.cause === 'agreement.code');
  return /^\d{6}$/m.exec(letter?.body ?? '')?.[0] ?? '';
}
