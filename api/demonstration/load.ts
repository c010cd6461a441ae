import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shanghaiDay, shiftDay, shiftTime, wholeWeeksBetween } from '../calendar/rules.ts';
import type { City } from '../city/pack.ts';
import { readIndustryNames, readInstallation, writeInstallation } from '../city/store.ts';
import { batchDeadlineMs, type Database } from '../db/database.ts';
import type { Env } from '../env.ts';
import { readFilesInWorker } from '../imports/read-in-worker.ts';
import { parkReferences } from '../imports/references.ts';
import { commitDrafts } from '../parcels/commit.ts';
import { shiftDraft } from '../parcels/draft-rules.ts';
import { EvaluationCollection } from './schema.ts';
import { insertEvaluations } from '../parcels/evaluation-store.ts';

/**
 * At the first start, in demonstration mode, imports the city's survey files as staff would, with every date moved once
 * by whole weeks so that the files' reference day becomes this week. One transaction: a start that is cut off begins anew.
 * Returns the days the dates were moved by, or null where there is no demonstration data.
 */
export async function loadDemonstration(
  database: Database,
  { city, env, now }: { city: City; env: Pick<Env, 'demo' | 'city'>; now: Date },
): Promise<number | null> {
  const installation = await readInstallation(database.sql);
  if (installation !== null) return installation.demonstrationShiftDays;
  const { demonstration } = city.pack;
  if (!env.demo || demonstration === null) {
    await database.transaction((tx) =>
      writeInstallation(tx, { city: env.city, demonstrationShiftDays: null }),
    );
    return null;
  }
  const days = wholeWeeksBetween(demonstration.referenceDay, shanghaiDay(now));
  const folder = join('data', demonstration.folder);
  const surveyFiles = await readSurveyFiles(folder);
  const { drafts, findings } = await readFilesInWorker(surveyFiles, {
    pack: city.pack,
    references: parkReferences(city),
  });
  const publicFrom = new Date(shiftTime(`${demonstration.releasedOn}T09:00:00+08:00`, days));
  const evaluations = EvaluationCollection.parse(
    JSON.parse(await readFile(join(folder, 'evaluations.geojson'), 'utf8')),
  );
  await database.transaction(
    async (tx) => {
      const outcome = await commitDrafts(
        tx,
        drafts.map((draft) => shiftDraft(draft, days)),
        {
          pack: city.pack,
          industryNames: await readIndustryNames(tx),
          importedBy: 'demonstration',
          fileNames: surveyFiles.map(({ name }) => name),
          demo: true,
          publicFrom,
          eventsKnownWhenTheyHappened: true,
        },
      );
      const errors = [...findings, ...outcome.findings].filter(({ severity }) => severity === 'error');
      if (errors.length > 0 || outcome.committed.length === 0) {
        throw new Error(`${folder} cannot be imported: ${errors.map(({ message }) => message).join(' ')}`);
      }
      const shifted = evaluations.features.map(({ geometry, properties }) => ({
        ...properties,
        geometry,
        approvedOn: properties.approvedOn && shiftDay(properties.approvedOn, days),
        validUntil: properties.validUntil && shiftDay(properties.validUntil, days),
      }));
      await insertEvaluations(tx, shifted, { publicFrom, demo: true });
      await writeInstallation(tx, { city: env.city, demonstrationShiftDays: days });
    },
    { deadlineMs: batchDeadlineMs },
  );
  return days;
}

const surveyFileNames = /\.(txt|zip|xlsx|csv)$/i;

async function readSurveyFiles(folder: string) {
  const names = (await readdir(folder)).filter((name) => surveyFileNames.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(join(folder, name))) })),
  );
}
