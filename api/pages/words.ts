import type { Locale } from '../units/rules.ts';

/**
 * The few words that a page carries before any script runs: for search engines, for the card that WeChat or another
 * messenger draws of a link, and for whoever reads a tab's title. Everything that is the city's own stands in its pack.
 */
export type Words = {
  brand: string;
  separator: string;
  end: string;
  sample: string;
  noPrice: string;
  startPrice: (amount: string) => string;
  area: (areas: { mu: string; hectares: string }) => string;
  admits: (industries: string) => string;
  map: string;
  compare: { title: string; description: string };
  shortlist: { title: string; description: string };
  ask: { title: string; description: string };
  enquiry: { title: string; description: string };
  agreements: { title: string; description: string };
  signing: { title: string; description: string };
  responses: { title: string; description: string };
  events: { title: string; description: string };
  landing: { title: string; description: string };
  verify: { title: string; description: string };
  workplace: { title: string; description: string };
  missing: Record<'page' | 'unknown' | 'recalled' | 'unavailable', { title: string; description: string }>;
};

const chinese: Words = {
  brand: '招图',
  separator: '，',
  end: '。',
  sample: '示例数据',
  noPrice: '起始价待公告',
  startPrice: (amount) => `起始价 ${amount}`,
  area: ({ mu, hectares }) => `${mu}（${hectares}）`,
  admits: (industries) => `准入 ${industries}`,
  map: '在地图上按行业、面积、价格、配套和控制指标查找工业用地，手机可用，无需登录',
  compare: {
    title: '地块对比',
    description: '两到四宗工业用地并排对比，标出控制指标、价格、配套和时间的不同',
  },
  shortlist: { title: '候选清单', description: '收藏的工业用地，可附备注和排除理由，用链接分享' },
  ask: {
    title: '咨询用地',
    description: '就一宗、几宗或任意工业用地提问，8 个工作小时内由专人答复，无需注册',
  },
  enquiry: { title: '我的询盘', description: '凭专属链接查看答复、补充、撤回或清除' },
  agreements: { title: '我的协议', description: '写有您登录邮箱的协议：状态、签署进度和已封存的文件' },
  signing: { title: '签署协议', description: '凭签署邮件中的链接通读并签署协议' },
  responses: {
    title: '响应时间',
    description: '询盘从收到到专人首次答复用了多少工作小时，按部门、园区和月份公开',
  },
  events: { title: '云招商活动', description: '线上发布地块、签约项目的现场，手机可看，无需登录' },
  landing: {
    title: '签了的，后来怎样',
    description: '活动签约项目的注册、供地、开工、投产，只数经第二人确认的阶段',
  },
  verify: {
    title: '文件查验',
    description:
      '查一份在本平台签署的 PDF 是不是原件：完整性、覆盖范围、完成度、信任、吊销五项分开写明，无需登录',
  },
  workplace: { title: '登录', description: '投资人账户与工作人员的工作台' },
  missing: {
    page: { title: '没有这个页面', description: '请核对链接，或回到地图查找地块' },
    unknown: { title: '没有这宗地块', description: '没有编号为此的公开地块，请核对编号，或回到地图查找' },
    recalled: { title: '该地块已撤回', description: '这宗地块曾经公开，现已撤回，请回到地图查看其他地块' },
    unavailable: { title: '暂时读不到地块数据', description: '服务恢复后，此链接仍然有效' },
  },
};

const english: Words = {
  brand: 'Zhaotu',
  separator: ', ',
  end: '.',
  sample: 'Sample data',
  noPrice: 'no price yet',
  startPrice: (amount) => `start price ${amount}`,
  area: ({ mu, hectares }) => `${mu} (${hectares})`,
  admits: (industries) => `admits ${industries}`,
  map: 'Find industrial land on the map by industry, area, price, utilities and requirements, on a phone and without an account',
  compare: {
    title: 'Compare parcels',
    description: 'Two to four parcels of industrial land side by side, with what differs marked',
  },
  shortlist: {
    title: 'Shortlist',
    description: 'Parcels of industrial land kept with notes and reasons, shared by a link',
  },
  ask: {
    title: 'Ask about land',
    description:
      'Ask about one parcel, several, or any industrial land: a person answers within 8 working hours, no account needed',
  },
  enquiry: {
    title: 'Your enquiry',
    description: 'Read answers, add, withdraw or erase with your own link',
  },
  agreements: {
    title: 'My agreements',
    description: 'Agreements that name your e-mail: where they stand, who has signed, and the sealed file',
  },
  signing: {
    title: 'Sign an agreement',
    description: 'Read and sign an agreement with the link of your letter',
  },
  responses: {
    title: 'Response times',
    description:
      'Working hours from an enquiry to the first answer of a person, public by department, park and month',
  },
  landing: {
    title: 'What became of what was signed',
    description:
      'Companies registered, land supplied, building begun: counted from stages that a second person confirmed',
  },
  events: {
    title: 'Live events',
    description: 'Parcels released and projects signed live, on any phone, without signing in',
  },
  verify: {
    title: 'Verify a file',
    description:
      'Whether a PDF signed on this portal is the original: integrity, coverage, completeness, trust and revocation, each told apart, no account needed',
  },
  workplace: { title: 'Sign in', description: 'Accounts of investors, and the console of the city’s staff' },
  missing: {
    page: { title: 'No such page', description: 'Check the link, or find parcels on the map' },
    unknown: {
      title: 'No such parcel',
      description: 'No public parcel has this code: check it, or find parcels on the map',
    },
    recalled: {
      title: 'This parcel was recalled',
      description: 'It was public once and no longer is: see other parcels on the map',
    },
    unavailable: {
      title: 'Parcel data cannot be read now',
      description: 'This link stays valid and works again once the service is back',
    },
  },
};

export const words: Record<Locale, Words> = { 'zh-CN': chinese, en: english };
