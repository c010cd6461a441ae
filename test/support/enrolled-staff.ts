import { generateSync } from 'otplib';
import { z } from 'zod';
import type { Competence, Role } from '../../api/accounts/terms.ts';
import { SecondFactorStart } from '../../api/accounts/schema.ts';
import { runAdmin } from './admin.ts';

const password = '石城街以南第七宗工业用地块';
const Created = z.object({ link: z.string() });

export type EnrolledStaff = { email: string; password: string; codeAhead: (steps: -1 | 0 | 1) => string };

type Appointment = { role: Role; department: string; competence?: Competence };

/**
 * Somebody of staff on an installation that is no demonstration: made on the command line, with a password and a second
 * factor set up by the one-time link. The code of the step before now is spent by that; those of now and of the next are not.
 */
export async function enrolStaff(
  site: { origin: string; dataDir: string },
  { role, department, competence }: Appointment,
): Promise<EnrolledStaff> {
  const email = `${competence ?? role}@staff.example`;
  const appointment = ['--role', role, '--department', department];
  const words = [...appointment, ...(competence === undefined ? [] : ['--competence', competence])];
  const made = await runAdmin(['account', 'create', email, ...words, '--json'], {
    DATA_DIR: site.dataDir,
    DEMO: '0',
    PUBLIC_URL: site.origin,
  });
  if (made.code !== 0) throw new Error(made.output + made.complaint);
  const { link } = Created.parse(JSON.parse(made.output));
  const ask = asker(site.origin);
  await ask('POST /api/account-tokens/sign-in', { token: new URL(link).hash.replace('#t=', '') });
  await ask('PATCH /api/me', { password });
  const { secret } = SecondFactorStart.parse(await ask('POST /api/me/second-factor'));
  const codeAhead = (steps: number) =>
    generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });
  await ask('POST /api/me/second-factor/confirm', { code: codeAhead(-1) });
  return { email, password, codeAhead };
}

/** One session after another, as each answer hands it out. */
function asker(origin: string) {
  let cookie = '';
  return async (request: string, body?: unknown): Promise<unknown> => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const answer = await fetch(origin + path, {
      method,
      headers: { Origin: origin, Cookie: cookie, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookie;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${request}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
}
