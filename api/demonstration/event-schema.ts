import { z } from 'zod';
import { investorClasses, projectStages } from '../agreements/terms.ts';
import { Instant, Slug, Title, Venue } from '../events/event-schema.ts';
import { Said } from '../events/log-schema.ts';
import { NewItem } from '../events/rundown-schema.ts';
import { signingForms } from '../events/terms.ts';

/** By which an item of the table names what it signs. */
const Key = z.string().regex(/^[a-z]+-\d+$/);
/** Marked as an example wherever it is read. */
const Named = {
  key: Key,
  name: z.string().endsWith('（示例）'),
  company: z.string().startsWith('某'),
  department: z.string(),
};

/** 招商项目; `investmentYuan`: 计划总投资. `stages`: what a second person confirmed of it, by its day. */
const InventedProject = z.strictObject({
  ...Named,
  investorClass: z.enum(investorClasses),
  form: z.enum(signingForms),
  investmentYuan: z.int().positive(),
  stages: z.array(z.strictObject({ stage: z.enum(projectStages).exclude(['signed']), on: z.iso.date() })),
});
export type InventedProject = z.infer<typeof InventedProject>;

/** 招才项目 with its 人才、团队. */
const InventedTalentProject = z.strictObject({ ...Named, talents: z.int().positive() });
export type InventedTalentProject = z.infer<typeof InventedTalentProject>;

/** `signing`: the project that it signs. */
const InventedItem = NewItem.extend({ signing: Key.nullable().default(null) });

/** `data/<demonstration>/event.json`: an event that is over, with what was signed and what became of it. */
export const InventedEvent = z
  .strictObject({
    slug: Slug,
    title: Title,
    startsAt: Instant,
    notice: Said,
    venues: z.array(Venue),
    projects: z.array(InventedProject),
    talentProjects: z.array(InventedTalentProject),
    items: z.array(InventedItem).min(1),
  })
  .refine(
    ({ projects, talentProjects, items }) =>
      sameKeys(
        [...projects, ...talentProjects].map(({ key }) => key),
        items.flatMap(({ signing }) => signing ?? []),
      ),
    { error: 'every project is signed by one item', path: ['items'] },
  );
export type InventedEvent = z.infer<typeof InventedEvent>;

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}
