import { gates, type Capacity, type Gate, type Party, type SignerRole } from './terms.ts';

const gateNames: Record<Gate, string> = {
  legality: '合法性审查',
  'fair-competition': '公平竞争审查',
  seal: '用印审批',
};

export type Readiness = {
  missing: readonly { label: string }[];
  /** What the wording promises that nobody may promise. */
  findings: readonly { severity: string; message: string }[];
  passed: readonly Gate[];
  confirmed: readonly Party[];
  /** Those for whom somebody signs as authorised whose letter of authorisation (授权委托书) nobody named. */
  unauthorised: readonly Party[];
  /** Whose confirmation is needed, as the paper calls them. */
  sides: readonly { party: Party; label: string }[];
};

/** 还差: what stands before the sending, in words; empty when it may be sent. */
export function blockersOf({
  missing,
  findings,
  passed,
  confirmed,
  unauthorised,
  sides,
}: Readiness): string[] {
  return [
    ...missing.map(({ label }) => `待填写：${label}`),
    ...sides
      .filter(({ party }) => unauthorised.includes(party))
      .map(({ label }) => `${label}授权代表的授权委托书`),
    ...findings.filter(({ severity }) => severity === 'error').map(({ message }) => `文本检查：${message}`),
    ...gates.filter((gate) => !passed.includes(gate)).map((gate) => gateNames[gate]),
    ...sides.filter(({ party }) => !confirmed.includes(party)).map(({ label }) => `${label}确认草稿`),
  ];
}

type Representing = { party: Party; role: SignerRole; capacity: Capacity; authorisation: string | null };

/** 授权代表 of whom no letter of authorisation is named, by their sides. */
export function unauthorisedOf(signers: readonly Representing[]): Party[] {
  return signers
    .filter(
      ({ role, capacity, authorisation }) =>
        role === 'signer' && capacity === 'authorised' && authorisation === null,
    )
    .map(({ party }) => party);
}
