import { expect, it } from 'vitest';
import { NewAgreement, NewProject } from '../api/agreements/agreement-schema.ts';
import {
  agreementBody,
  emptyForm,
  emptySigner,
  projectBody,
  wrongAt,
  yuanOf,
} from '../web/console/agreements/agreement-form.ts';
import SignerFieldset from '../web/console/agreements/SignerFieldset.svelte';
import SignerGroups from '../web/console/agreements/SignerGroups.svelte';
import { openedAgreement } from './support/desk-agreement.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

function filledForm() {
  const form = emptyForm();
  Object.assign(form.project, { name: '电驱动总成项目', company: '宁波某公司', investment: '168,000' });
  const [company, city] = form.signers;
  Object.assign(company ?? {}, { name: '林国栋', organisation: '宁波某公司', email: 'lin@company.test' });
  Object.assign(city ?? {}, { name: '陈立', organisation: '招商中心', email: 'chen@city.test' });
  return form;
}

it('an amount in 万元 goes out in whole yuan, and words go out as none', () => {
  expect(yuanOf('168,000')).toBe(1_680_000_000);
  expect(yuanOf('0.3')).toBe(3_000);
  expect(yuanOf('约 3 亿')).toBeNull();
});

it('what is typed is what the portal takes: codes however separated, the deadline at the end of its day', () => {
  const form = { ...filledForm(), parcels: 'JKC-2020-06、JKC-2020-07', deadline: '2026-12-02' };
  expect(NewProject.parse(projectBody(form)).investmentTotal).toBe(1_680_000_000);
  const body = NewAgreement.parse(agreementBody(form, 7));
  expect(body).toMatchObject({
    projectId: 7,
    parcelCodes: ['JKC-2020-06', 'JKC-2020-07'],
    deadline: '2026-12-02T23:59:00+08:00',
  });
  expect(body.parties.map(({ group, phone }) => [group, phone])).toEqual([
    [1, undefined],
    [2, undefined],
  ]);
});

it('a refusal stands at its field or at what lies above it, and nowhere else', () => {
  const places = [
    { path: 'parties.1.email', message: '邮箱不对' },
    { path: 'parcelCodes.0', message: '不是公开的地块' },
  ];
  expect(wrongAt(places, 'parties.1.email')).toBe('邮箱不对');
  expect(wrongAt(places, 'parcelCodes')).toBe('不是公开的地块');
  expect(wrongAt(places, 'parties.0.email')).toBeNull();
});

it('a letter of authorisation goes out with who signs as authorised, and with nobody else', () => {
  const form = filledForm();
  for (const signer of form.signers) signer.authorisation = ' 2026 年第 3 号 ';
  const [company] = form.signers;
  Object.assign(company ?? {}, { capacity: 'authorised' });
  const { parties } = NewAgreement.parse(agreementBody(form, 7));
  expect(parties.map(({ authorisation }) => authorisation)).toEqual(['2026 年第 3 号', undefined]);
});

it('is asked for of who signs as authorised alone, and missed on the page of the agreement', async () => {
  for (const capacity of ['legal-representative', 'authorised']) {
    const signer = { ...emptySigner('1'), capacity };
    showInCity(SignerFieldset, { signer, index: 0, wrong: () => null, onremove: undefined });
    expect(pageText().includes('授权委托书')).toBe(capacity === 'authorised');
    await clearPage();
  }
  const { signers, text } = openedAgreement();
  showInCity(SignerGroups, { signers, sides: text.parties });
  expect(pageText().match(/未填授权委托书/g)).toHaveLength(1);
  await clearPage();
  const named = signers.map((signer) => ({ ...signer, authorisation: '2026 年第 3 号' }));
  showInCity(SignerGroups, { signers: named, sides: text.parties });
  expect(pageText().match(/2026 年第 3 号/g)).toHaveLength(1);
});
