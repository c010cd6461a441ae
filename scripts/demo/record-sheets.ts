import type { CityPack } from '../../api/city/schema.ts';
import * as columns from '../../api/imports/spreadsheet-columns.ts';
import { pricesOf } from './parcel-values.ts';
import type { Context, Sheet } from './sheet-context.ts';
import {
  bureauOf,
  codeHeader,
  promotionOffice,
  provenance,
  provenanceHeaders,
  verified,
} from './sheet-context.ts';
import { surveyedOn } from './survey-files.ts';

export function eventSheet(contexts: Context[]): Sheet {
  const { kind, at, amount, document } = columns.eventColumns;
  const header = [codeHeader, kind.header, at.header, `${amount.header}(万元)`, document.header];
  const words: Record<string, readonly string[]> = columns.eventWords;
  const rows = contexts.flatMap(({ parcel: { input } }) =>
    input.events.map((event) => [
      input.code,
      words[event.kind]?.[0] ?? null,
      `${event.on} ${event.time}`,
      event.kind === 'sold' ? Math.round((pricesOf(input)?.start ?? 0) * (input.dealRatio ?? 1)) : null,
      event.document,
    ]),
  );
  return { name: columns.eventSheet, rows: [header, ...rows] };
}

/** Facts whose source differs from their row: planning conditions, the survey, and emission limits taken from an older paper. */
export function factSheet(contexts: Context[], pack: CityPack): Sheet {
  const header = [codeHeader, columns.factColumns.path.header, ...provenanceHeaders];
  const rows = contexts.flatMap((context, index) => {
    const { input } = context.parcel;
    const verifiedBy = bureauOf(context);
    const emission = [
      input.code,
      `admissions.${input.industries[0]}.emission_value_added`,
      ...verified(pack, 190 + ((index * 23) % 60), {
        source: '区域环评附件 5（示例）',
        sourceNumber: null,
        verifiedBy: promotionOffice(context).name['zh-CN'],
      }),
    ];
    return [
      [
        input.code,
        'limits',
        ...verified(pack, 25 + ((index * 37) % 140), {
          source: '规划条件（示例）',
          sourceNumber: `规划条件 2020-示例${String(index + 1).padStart(3, '0')}`,
          verifiedBy,
        }),
      ],
      [
        input.code,
        'geometry',
        ...provenance({
          source: '宗地勘测定界报告（示例）',
          sourceNumber: `勘测 2020-示例${String(index + 1).padStart(3, '0')}`,
          verifiedBy,
          verifiedOn: surveyedOn,
          validUntil: null,
        }),
      ],
      ...(index % 4 === 2 ? [emission] : []),
    ];
  });
  return { name: columns.factSheet, rows: [header, ...rows] };
}
