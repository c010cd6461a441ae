import { encodeShortlist } from '../../web/shortlist/shortlist-link.ts';
import type { Entry } from '../../web/shortlist/terms.ts';

const keptAt = '2026-11-20T01:30:00.000Z';

/** A shortlist of the demonstration city as the fragment of a link: two kept, one with a note, and one dropped for its price. */
export function demoShortlist(): string {
  const entries: Entry[] = [
    {
      code: 'JKC-2020-07',
      name: '汽车大道北侧 7 号地',
      nameEn: 'Plot 7, north of Qiche Avenue',
      keptAt,
      note: '靠近高铁站，先看现场 · near the station, visit first',
      decision: { kind: 'kept' },
    },
    {
      code: 'JKC-2020-03',
      name: '仙源大道东侧 3 号地',
      nameEn: 'Plot 3, east of Xianyuan Avenue',
      keptAt,
      note: '',
      decision: { kind: 'kept' },
    },
    {
      code: 'JYX-2020-03',
      name: '智造路东侧 3 号地',
      nameEn: 'Plot 3, east of Zhizao Road',
      keptAt,
      note: '',
      decision: { kind: 'dropped', reason: 'price', detail: '高于预算 · above budget' },
    },
  ];
  return encodeShortlist({ title: '', createdAt: keptAt, entries });
}
