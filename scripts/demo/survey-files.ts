import type { CityPack } from '../../api/city/schema.ts';
import type { SurveyedParcel } from './land-txt.ts';
import { landTxt } from './land-txt.ts';
import { zippedShapefile } from './shapefile.ts';
import type { Site } from './site.ts';

/** Which office hands over which parks, in which form and with which habits. */
const handovers = [
  { file: 'kaifaqu-2020.txt', parks: /^park-jkc-/, form: 'txt', pointPrefix: 'J', repeatsFirstPoint: true },
  { file: 'lanxi-2020.txt', parks: /^park-lx-/, form: 'txt', pointPrefix: '', repeatsFirstPoint: false },
  { file: 'dongyang-2020.txt', parks: /^park-dy-/, form: 'txt', pointPrefix: 'J', repeatsFirstPoint: false },
  { file: 'yongkang-2020.txt', parks: /^park-yk-/, form: 'txt', pointPrefix: '', repeatsFirstPoint: true },
  { file: 'wuyi-2020.txt', parks: /^park-wy-/, form: 'txt', pointPrefix: 'J', repeatsFirstPoint: true },
  { file: 'jinyi-2020.zip', parks: /^park-jyx-/, form: 'shapefile', wholeProjection: true },
  { file: 'yiwu-2020.zip', parks: /^park-yw-/, form: 'shapefile', wholeProjection: true },
  { file: 'pujiang-2020.zip', parks: /^park-pj-/, form: 'shapefile', wholeProjection: false },
  { file: 'panan-2020.zip', parks: /^park-pa-/, form: 'shapefile', wholeProjection: false },
] as const;

export const surveyedOn = '2020-02-21';
const producer = '示例勘测单位';

/** All survey files by name. Together they hold every parcel once. */
export function surveyFiles(sites: Site[], pack: CityPack): Map<string, Uint8Array> {
  return new Map(
    handovers.map((handover) => {
      const parcels = sites
        .filter(({ park }) => handover.parks.test(park.code))
        .flatMap(({ parcels }) => parcels)
        .map((parcel) => surveyed(parcel, pack));
      const habit = { ...handover, producer, producedOn: surveyedOn, zone: pack.crs.zone };
      if (habit.form === 'txt') return [habit.file, landTxt(parcels, habit)];
      return [habit.file, zippedShapefile(parcels, { ...habit, layer: habit.file.replace('.zip', '') })];
    }),
  );
}

function surveyed({ input, survey }: Site['parcels'][number], pack: CityPack): SurveyedParcel {
  const use = pack.uses.find(({ code }) => code === input.use);
  if (use === undefined) throw new Error(`${input.code}: use ${input.use} is not in the city pack`);
  return {
    code: input.code,
    name: input.nameZh,
    useCode: use.code,
    useName: use.label['zh-CN'],
    areaM2: Number(input.offeredAreaM2),
    survey,
  };
}
