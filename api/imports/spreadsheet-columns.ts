import type { Provenance, ParcelFields } from './schema.ts';

/** How the text of a cell is read. Units come from the header (`出让面积(亩)`), else the first of the list. */
export type CellKind = 'text' | 'integer' | 'area' | 'money' | 'yes-no' | 'day' | 'moment' | 'choice';

export type ParcelColumn = {
  field: keyof ParcelFields;
  /** The header of the template, without its unit. */
  header: string;
  kind: CellKind;
  synonyms: string[];
  required: boolean;
};

/** Sheet 地块: one row a parcel. The parcel code stands in 地块编号 on every sheet. */
export const parcelSheet = '地块';
export const codeHeaders = ['地块编号', '宗地编号', '编号', '地块代码'];

export const parcelColumns: ParcelColumn[] = [
  { field: 'name', header: '地块名称', kind: 'text', synonyms: ['名称', '宗地名称'], required: true },
  {
    field: 'nameEn',
    header: '英文名称',
    kind: 'text',
    synonyms: ['English name', '地块英文名'],
    required: false,
  },
  {
    field: 'district',
    header: '县(市、区)',
    kind: 'text',
    synonyms: ['县市区', '行政区', '区县', '所属区县'],
    required: true,
  },
  {
    field: 'town',
    header: '镇街',
    kind: 'text',
    synonyms: ['乡镇街道', '镇（街道）', '街道'],
    required: false,
  },
  {
    field: 'park',
    header: '园区',
    kind: 'text',
    synonyms: ['开发区', '产业园', '所属园区', '功能区'],
    required: true,
  },
  {
    field: 'department',
    header: '招商部门',
    kind: 'text',
    synonyms: ['责任部门', '招商单位'],
    required: true,
  },
  {
    field: 'locationText',
    header: '坐落',
    kind: 'text',
    synonyms: ['土地坐落', '地块位置', '位置'],
    required: false,
  },
  {
    field: 'locationTextEn',
    header: '英文坐落',
    kind: 'text',
    synonyms: ['English location'],
    required: false,
  },
  { field: 'boundsText', header: '四至', kind: 'text', synonyms: ['四至范围'], required: false },
  {
    field: 'unitNumber',
    header: '不动产单元号',
    kind: 'text',
    synonyms: ['不动产单元代码'],
    required: false,
  },
  {
    field: 'landAreaM2',
    header: '土地面积',
    kind: 'area',
    synonyms: ['宗地面积', '用地面积'],
    required: false,
  },
  {
    field: 'offeredAreaM2',
    header: '出让面积',
    kind: 'area',
    synonyms: ['面积', '供应面积', '拟出让面积'],
    required: true,
  },
  {
    field: 'useCode',
    header: '用途代码',
    kind: 'text',
    synonyms: ['地类编码', '规划用途代码', '用途'],
    required: true,
  },
  {
    field: 'termYears',
    header: '出让年限',
    kind: 'integer',
    synonyms: ['使用年限', '使用年期', '年限'],
    required: false,
  },
  {
    field: 'supplyMode',
    header: '供应方式',
    kind: 'choice',
    synonyms: ['出让方式', '供地方式'],
    required: false,
  },
  { field: 'withDesign', header: '带方案出让', kind: 'yes-no', synonyms: ['是否带方案'], required: false },
  { field: 'netLand', header: '净地', kind: 'yes-no', synonyms: ['是否净地'], required: false },
  { field: 'standardLand', header: '标准地', kind: 'yes-no', synonyms: ['是否标准地'], required: false },
  {
    field: 'releasedOn',
    header: '推出日期',
    kind: 'day',
    synonyms: ['推介日期', '发布日期'],
    required: false,
  },
  {
    field: 'noticeNumber',
    header: '公告号',
    kind: 'text',
    synonyms: ['出让公告号', '公告编号', '公告文号'],
    required: false,
  },
  { field: 'noticeUrl', header: '公告网址', kind: 'text', synonyms: ['公告链接'], required: false },
  {
    field: 'startPriceYuan',
    header: '起始价',
    kind: 'money',
    synonyms: ['起拍价', '挂牌起始价', '出让起始价'],
    required: false,
  },
  { field: 'depositYuan', header: '保证金', kind: 'money', synonyms: ['竞买保证金'], required: false },
  { field: 'ceilingPriceYuan', header: '最高限价', kind: 'money', synonyms: ['限价'], required: false },
  { field: 'incrementYuan', header: '增价幅度', kind: 'money', synonyms: ['加价幅度'], required: false },
  {
    field: 'incrementPerMu',
    header: '增价幅度按亩',
    kind: 'yes-no',
    synonyms: ['按亩增价'],
    required: false,
  },
  {
    field: 'reservePrice',
    header: '设保留价',
    kind: 'yes-no',
    synonyms: ['是否设保留价', '保留价'],
    required: false,
  },
  {
    field: 'noticeAt',
    header: '公告时间',
    kind: 'moment',
    synonyms: ['公告日期', '出让公告日期'],
    required: false,
  },
  {
    field: 'signupStartsAt',
    header: '报名开始',
    kind: 'moment',
    synonyms: ['报名起始时间', '报名开始时间'],
    required: false,
  },
  { field: 'signupEndsAt', header: '报名截止', kind: 'moment', synonyms: ['报名截止时间'], required: false },
  {
    field: 'depositEndsAt',
    header: '保证金截止',
    kind: 'moment',
    synonyms: ['保证金到账截止', '保证金截止时间'],
    required: false,
  },
  {
    field: 'listingStartsAt',
    header: '挂牌开始',
    kind: 'moment',
    synonyms: ['挂牌起始时间', '挂牌开始时间'],
    required: false,
  },
  { field: 'listingEndsAt', header: '挂牌截止', kind: 'moment', synonyms: ['挂牌截止时间'], required: false },
  {
    field: 'constructionStartDueOn',
    header: '开工期限',
    kind: 'day',
    synonyms: ['应开工日期', '开工时间'],
    required: false,
  },
  {
    field: 'completionDueOn',
    header: '竣工期限',
    kind: 'day',
    synonyms: ['应竣工日期', '竣工时间'],
    required: false,
  },
  {
    field: 'fullProductionDueOn',
    header: '达产期限',
    kind: 'day',
    synonyms: ['应达产日期', '达产时间'],
    required: false,
  },
];

/** 规划条件 stand on the sheet 地块 too: one column a limit, `容积率` with `1.5-2.5`, or two, `容积率下限` and `容积率上限`. */
export const limitBoundSuffixes = {
  lower: ['下限', '(下限)', '最小'],
  upper: ['上限', '(上限)', '最大'],
} as const;

/** Sheet 准入指标: one row a parcel and industry; one column an indicator of the city pack. */
export const admissionSheet = '准入指标';
export const admissionColumns = {
  industry: { header: '行业代码', synonyms: ['准入行业代码', 'GB/T 4754'], required: true },
  note: { header: '行业说明', synonyms: ['限定说明', '备注'], required: false },
  basis: { header: '依据', synonyms: ['指标依据'], required: false },
} as const;

/** Sheet 配套: one row a parcel and utility. */
export const utilitySheet = '配套';
export const utilityColumns = {
  utility: { header: '配套', synonyms: ['配套项目', '基础设施'], required: true },
  state: { header: '状态', synonyms: ['配套状态'], required: true },
  capacity: { header: '容量', synonyms: ['能力', '规格'], required: false },
  capacityEn: { header: '英文容量', synonyms: ['Capacity'], required: false },
  readyOn: { header: '预计就绪', synonyms: ['预计日期', '就绪日期'], required: false },
} as const;
export const utilityStateWords = {
  none: ['无', '未规划'],
  planned: ['规划', '规划中', '已规划'],
  building: ['在建', '建设中'],
  ready: ['就绪', '已就绪', '已通', '建成'],
} as const;

/** Sheet 要素成本: one row a parcel and cost. */
export const costSheet = '要素成本';
export const costColumns = {
  cost: { header: '要素', synonyms: ['成本项', '项目'], required: true },
  value: { header: '数值', synonyms: ['价格', '成本'], required: true },
  note: { header: '说明', synonyms: ['备注'], required: false },
} as const;

/** Sheet 进展: one row an event. */
export const eventSheet = '进展';
export const eventColumns = {
  kind: { header: '事件', synonyms: ['进展', '状态变化'], required: true },
  at: { header: '时间', synonyms: ['日期', '发生时间'], required: true },
  amount: { header: '成交价', synonyms: ['金额'], required: false },
  document: { header: '文件', synonyms: ['依据文件', '文号'], required: false },
} as const;
export const eventWords = {
  sold: ['成交'],
  unsold: ['流拍'],
  suspended: ['中止'],
  resumed: ['恢复'],
  withdrawn: ['终止', '撤回'],
  supplied: ['供地', '已供地', '交地'],
  'construction-started': ['开工'],
  'production-started': ['投产'],
  returned: ['收回', '退回'],
} as const;

/** Provenance columns: on every sheet, for everything in their row. */
export const provenanceColumns: { field: keyof Provenance; header: string; synonyms: string[] }[] = [
  { field: 'source', header: '数据来源', synonyms: ['来源', '来源文件'] },
  { field: 'sourceNumber', header: '来源文号', synonyms: ['文号'] },
  { field: 'verifiedBy', header: '核实单位', synonyms: ['核实人'] },
  { field: 'verifiedOn', header: '核实日期', synonyms: ['核实时间'] },
  { field: 'validUntil', header: '有效期至', synonyms: ['有效期'] },
];

/** Sheet 来源: provenance of a single fact, where it differs from its row; column 事实 holds the fact path. */
export const factSheet = '来源';
export const factColumns = {
  path: { header: '事实', synonyms: ['字段', '事实路径'], required: true },
} as const;
