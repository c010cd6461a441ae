import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shanghaiDay, shiftDay, shiftTime, wholeWeeksBetween } from '../calendar/rules.ts';
import type { City } from '../city/pack.ts';
import {
  claimInstallation,
  holdsNoParcel,
  readIndustryNames,
  writeDemonstrationShift,
} from '../city/store.ts';
import { batchDeadlineMs, type Database, type Tx } from '../db/database.ts';
import type { Env } from '../env.ts';
import { EvaluationCollection, evaluationInputs } from '../evaluations/schema.ts';
import { insertEvaluations } from '../evaluations/store.ts';
import { readFilesInWorker } from '../imports/read-in-worker.ts';
import { parkReferences } from '../imports/references.ts';
import { commitDrafts } from '../parcels/commit.ts';
import { shiftDraft } from '../parcels/draft-rules.ts';

/**
 * At the first start, in demonstration mode, imports the city's survey files as staff would, with every date moved once
 * by whole weeks so that the files' reference day becomes this week. One transaction: a start that is cut off begins anew.
 * A database that holds any parcel is left alone: real and invented land never stand side by side.
 * Returns the days the dates were moved by, or null where there is no demonstration data.
 */
export async function loadDemonstration(
  database: Database,
  { city, env, now: today }: { city: City; env: Pick<Env, 'demo' | 'city'>; now: Date },
): Promise<number | null> {
  const { demonstration } = city.pack;
  const state = await database.transaction((tx) => readState(tx, env.city));
  if (state.shiftDays !== null || !state.isEmpty || !env.demo || demonstration === null)
    return state.shiftDays;
  const days = wholeWeeksBetween(demonstration.referenceDay, shanghaiDay(today));
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
  return database.transaction(
    async (tx) => {
      // Two servers may start at once: whoever comes second finds it done.
      const now = await readState(tx, env.city);
      if (now.shiftDays !== null || !now.isEmpty) return now.shiftDays;
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
      const shifted = evaluationInputs(evaluations).map((evaluation) => ({
        ...evaluation,
        approvedOn: evaluation.approvedOn && shiftDay(evaluation.approvedOn, days),
        validUntil: evaluation.validUntil && shiftDay(evaluation.validUntil, days),
      }));
      await insertEvaluations(tx, shifted, { publicFrom, demo: true });
      await writeDemonstrationShift(tx, days);
      return days;
    },
    { deadlineMs: batchDeadlineMs },
  );
}

/** Holds the installation's row until the transaction ends. */
async function readState(tx: Tx, city: string) {
  const { demonstrationShiftDays } = await claimInstallation(tx, city);
  return { shiftDays: demonstrationShiftDays, isEmpty: await holdsNoParcel(tx) };
}

const surveyFileNames = /\.(txt|zip|xlsx|csv)$/i;

async function readSurveyFiles(folder: string) {
  const names = (await readdir(folder)).filter((name) => surveyFileNames.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(join(folder, name))) })),
  );
}
