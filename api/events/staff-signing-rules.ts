import type { Party, SignerRole } from '../agreements/terms.ts';
import { formOf, mayName, mayShowAmount, type Tie } from './signing-rules.ts';
import type { StaffSigning } from './staff-signing-schema.ts';

/** 就绪: how far a signer is with the document as it is; nobody's name, and nothing that opens anything. */
export type SignerReadiness = {
  agreement: number;
  position: number;
  party: Party;
  role: SignerRole;
  isDone: boolean;
  isAsked: boolean;
  hasOpened: boolean;
  hasRead: boolean;
  codeUntil: Date | null;
  batchUntil: Date | null;
};

type Asked = { by: number; name: string; reason: string; at: Date };

/** The signings of an event as the host `accountId` sees them, consents and readiness of the signers included. */
export function staffSignings(
  ties: readonly (Tie & { paperAsked: Asked | null })[],
  readiness: readonly SignerReadiness[],
  accountId: number,
): StaffSigning[] {
  return ties.map(({ item, ceremony, talents, project, agreement, paperAsked }) => {
    const { number, name, company, amount } = project;
    return {
      ...{ item, ceremony, talents, project: { number, name, company, amount } },
      agreement:
        agreement === null
          ? null
          : {
              number: agreement.number,
              state: agreement.state,
              form: formOf(agreement.template) ?? null,
              isTest: agreement.isTest,
              mayName: mayName({ agreement, project }),
              mayShowAmount: mayShowAmount(agreement),
            },
      signers: readiness
        .filter((signer) => signer.agreement === agreement?.id)
        .map(({ agreement: _, codeUntil, batchUntil, ...signer }) => ({
          ...signer,
          codeUntil: codeUntil?.toISOString() ?? null,
          batchUntil: batchUntil?.toISOString() ?? null,
        })),
      paperAsked: paperAsked && {
        ...{ reason: paperAsked.reason, name: paperAsked.name, at: paperAsked.at.toISOString() },
        isMine: paperAsked.by === accountId,
      },
    };
  });
}
