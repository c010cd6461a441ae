import type { TextParty } from './text-schema.ts';
import type { TemplateKey } from './terms.ts';

/** 竞得人 of a parcel, confirmed by a second person; null where none is. */
export type ParcelWinner = {
  code: string;
  winner: {
    company: string;
    /** One of the two. */
    creditCode: string | null;
    foreignRegistration: string | null;
    confirmationNumber: string;
  } | null;
};

/** Which agreements only the recorded winner signs, after the deal (成交). */
export function needsWinner(template: TemplateKey): boolean {
  return template === 'standard-land-agreement';
}

export type WinnerFault = { at: 'parcel' | 'registration' | 'name'; message: string };

/** Why a company may not sign for these parcels; null where it won them all. */
export function winnerFault(
  parcels: readonly ParcelWinner[],
  company: Pick<TextParty, 'organisation' | 'creditCode' | 'foreignRegistration'> | undefined,
): WinnerFault | null {
  for (const { code, winner } of parcels) {
    if (winner === null)
      return { at: 'parcel', message: `${code} 还没有经第二人确认的竞得人。请先登记竞得人并经审核人确认。` };
    if (company === undefined || !isRegisteredAs(company, winner))
      return {
        at: 'registration',
        message: `乙方的${winner.creditCode === null ? '境外登记' : '统一社会信用代码'}与 ${code} 的竞得人不符，请核对项目的登记信息。`,
      };
    if (written(company.organisation) !== written(winner.company))
      return { at: 'name', message: `乙方名称与 ${code} 的竞得人不符，请照成交确认书填写。` };
  }
  return null;
}

/** 成交确认书编号, of every parcel. */
export function confirmationNumbers(parcels: readonly ParcelWinner[]): string {
  const numbers = parcels.flatMap(({ winner }) => winner?.confirmationNumber ?? []);
  return [...new Set(numbers)].join('、');
}

/** In the same register under the same number; who stands in none is nobody's winner. */
function isRegisteredAs(
  { creditCode, foreignRegistration }: Pick<TextParty, 'creditCode' | 'foreignRegistration'>,
  winner: Pick<NonNullable<ParcelWinner['winner']>, 'creditCode' | 'foreignRegistration'>,
): boolean {
  if (winner.creditCode !== null) return creditCode === winner.creditCode;
  if (winner.foreignRegistration === null || foreignRegistration === undefined) return false;
  return written(foreignRegistration).toUpperCase() === written(winner.foreignRegistration).toUpperCase();
}

/** A name by which it is compared: the same in full width or half, with blanks or without. */
export function written(name: string): string {
  return name.normalize('NFKC').replace(/\s/gu, '');
}
