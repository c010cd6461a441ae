import type { Me } from '../../api/accounts/schema.ts';

export const publisher: Me = {
  email: 'heyuan@zhaotu.example',
  name: '何远',
  role: 'publisher',
  locale: 'zh-CN',
  department: 'wuyi',
  departmentName: { 'zh-CN': '武义', en: 'Wuyi' },
  competences: [],
  hasPassword: true,
  hasSecondFactor: true,
  lacksSecondFactor: false,
  provedAt: '2026-11-25T09:00:00+08:00',
  demo: false,
};
