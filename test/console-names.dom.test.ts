import { afterEach, beforeEach, expect, it } from 'vitest';
import { departmentChoice } from '../web/console/admin/department-name.ts';
import { People } from '../web/console/admin/people.svelte.ts';
import PeopleTable from '../web/console/admin/PeopleTable.svelte';
import PersonFoot from '../web/console/shell/PersonFoot.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import SelectField from '../web/ui/SelectField.svelte';
import { publisher } from './support/desk-cases.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';
import { jinhua } from './support/map-fixtures.ts';

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('en');
});
afterEach(async () => {
  await clearPage();
  language.follow('zh-CN');
});

/** What on the page is marked as Chinese. */
const chinese = () => [...document.querySelectorAll('[lang="zh-CN"]')].map(({ textContent }) => textContent);

it('a name in a list to choose from is Chinese on an English page, and nothing else of the list is', () => {
  const options = ['何远', 'Whoever is on duty'].map((label) => ({ value: label, label }));
  showInCity(SelectField, { label: 'To whom', options, value: '何远' });
  expect(chinese()).toEqual(['何远']);
});

it('one’s own name below the sections is Chinese on an English page', () => {
  showInCity(PersonFoot, { me: publisher });
  expect(chinese()).toEqual(['何', '何远']);
});

it('people are listed with their Chinese names marked, and the words of their department', () => {
  const people = new People();
  const { email, name, role, competences, hasPassword, hasSecondFactor, demo } = publisher;
  if (role !== 'publisher') throw new Error('a publisher');
  const account = { id: 1, email, name, role, competences, hasPassword, hasSecondFactor, demo };
  const times = { createdAt: publisher.provedAt, lastSeenAt: null };
  people.put({ ...account, ...times, department: 'port', isLocked: false });
  const port = { code: 'port', nameZh: '无水港', nameEn: 'Dry port', duty: 'promotion' as const };
  const departments = [{ ...port, regions: [], officers: [], head: null, people: 1 }];
  showInCity(PeopleTable, { people, departments, chosenId: null, onchoose: () => undefined });
  expect(chinese()).toEqual(['何远']);
  expect(pageText()).toContain('Dry port ・ port');
});

it('groups of one department are told apart by their words; a department that was added, by its code', () => {
  const city = jinhua();
  const grouped = city.departments.find(({ group }) => group !== null);
  if (grouped === undefined) throw new Error('the city has groups');
  const { code, name, group } = grouped;
  const known = { code, nameZh: name['zh-CN'], nameEn: name.en };
  expect(departmentChoice(known, city)).toBe(`${name.en} ・ ${group?.en}`);
  const added = { code: 'port', nameZh: '无水港', nameEn: 'Dry port' };
  expect(departmentChoice(added, city)).toBe('Dry port ・ port');
});
