/** 临期: so long before its end a certificate asks for no new signatures, since those asked may take weeks. */
export const refusedDays = 30;
/** So long before, the administrators are told, every week. */
export const alarmDays = 60;

/** How a certificate stands at an instant; `ended` signs nothing, `refused` lets what was sent be signed and sealed. */
export type CertificateStanding = 'good' | 'alarm' | 'refused' | 'ended';

export function certificateStanding(notAfter: Date, at: Date): CertificateStanding {
  const days = (notAfter.getTime() - at.getTime()) / 86_400_000;
  if (days <= 0) return 'ended';
  if (days < refusedDays) return 'refused';
  return days < alarmDays ? 'alarm' : 'good';
}
