import type { Tx } from '../db/database.ts';
import { shanghaiDay } from '../calendar/rules.ts';
import { writeLetter } from '../letters/store.ts';
import { listAdministrators, wasToldThisWeek } from './alarm-store.ts';
import { certificateStanding } from './expiry-rules.ts';

const cause = 'certificate.expiring';

/** 到期提醒: tells every administrator once a week that what agreements are signed with ends soon, or has ended. */
export async function alarmOfCertificate(
  tx: Tx,
  { certificateEnds, at }: { certificateEnds: Date; at: Date },
): Promise<void> {
  if (certificateStanding(certificateEnds, at) === 'good' || (await wasToldThisWeek(tx, cause))) return;
  const day = shanghaiDay(certificateEnds);
  for (const recipient of await listAdministrators(tx))
    await writeLetter(tx, {
      recipient,
      cause,
      subject: `签名证书 ${day} 到期，请更换`,
      body: `招图签署协议所用的证书（SIGNING_P12），或它的上级证书，${day} 到期。到期前 30 天起不能再发出协议，到期后不能签署与封存。请向发证机构续期，换上新的证书文件后重新启动服务。\n`,
    });
}
