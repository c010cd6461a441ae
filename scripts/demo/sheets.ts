import type { CityPack } from '../../api/city/schema.ts';
import { admissionSheet, costSheet, utilitySheet } from './condition-sheets.ts';
import type { Inputs } from './inputs.ts';
import { parcelSheet } from './parcel-sheet.ts';
import { eventSheet, factSheet } from './record-sheets.ts';
import type { Context, Sheet } from './sheet-context.ts';
import type { Site } from './site.ts';

/** All sheets of the demonstration workbook; parcels in the order of their codes as the inputs list them. */
export function sheetsOf(sites: Site[], pack: CityPack, inputs: Inputs): Sheet[] {
  const contexts = sites
    .flatMap((site) => site.parcels.map((parcel): Context => ({ site, parcel, pack, inputs })))
    .sort(
      (first, second) =>
        inputs.parcels.indexOf(first.parcel.input) - inputs.parcels.indexOf(second.parcel.input),
    );
  return [
    parcelSheet(contexts, pack),
    admissionSheet(contexts, pack),
    utilitySheet(contexts, pack),
    costSheet(contexts, pack),
    eventSheet(contexts),
    factSheet(contexts, pack),
  ];
}
