/**
 * Every way the portal refuses, as one closed list: the code is stable, the title is for people.
 * Published in the OpenAPI document; sent as `application/problem+json` (RFC 9457).
 */
export const problems = {
  'invalid-parameters': { status: 400, title: '请求参数有误 · Invalid parameters' },
  'invalid-body': { status: 400, title: '请求内容无法读取 · Unreadable body' },
  unauthenticated: { status: 401, title: '请先登录 · Sign-in needed' },
  'credentials-wrong': { status: 401, title: '邮箱或密码不对 · Wrong e-mail or password' },
  'totp-needed': { status: 401, title: '请输入动态验证码 · Code needed' },
  'second-factor-needed': { status: 403, title: '请先设置动态验证码 · Set up your second factor first' },
  'proof-needed': { status: 403, title: '请再次验证身份 · Prove again who you are' },
  forbidden: { status: 403, title: '无权执行此操作 · Not allowed' },
  'not-found': { status: 404, title: '没有找到 · Not found' },
  'parcel-unknown': { status: 404, title: '没有这宗地块 · No such parcel' },
  'method-not-allowed': { status: 405, title: '不支持此方法 · Method not allowed' },
  conflict: { status: 409, title: '状态已变化 · State has changed' },
  'parcel-recalled': { status: 410, title: '该地块已撤回 · Parcel no longer public' },
  'version-mismatch': { status: 412, title: '版本已变化 · Version has changed' },
  'too-large': { status: 413, title: '内容过大 · Too large' },
  'refused-by-rule': { status: 422, title: '内容不符合规则 · Refused by a rule' },
  'link-spent': { status: 422, title: '链接已失效 · Link no longer valid' },
  'too-often': { status: 429, title: '请求过于频繁 · Too many requests' },
  'header-too-large': { status: 431, title: '请求头过大 · Headers too large' },
  internal: { status: 500, title: '服务器内部错误 · Internal error' },
  'database-unavailable': { status: 503, title: '数据库暂不可用 · Database unavailable' },
  busy: { status: 503, title: '正忙，请稍后再试 · Busy, try again soon' },
  'shutting-down': { status: 503, title: '服务正在停止 · Shutting down' },
} as const;

export type ProblemCode = keyof typeof problems;

/** One place in the input that was refused. `path` is a dotted path or a parameter's name. */
export type ProblemPlace = { path: string; message: string };

export type AppErrorOptions = {
  /** What happened and what to do next, safe to show: no SQL, no stack, no personal data. */
  detail?: string;
  /** Why, from the closed list of a noun, for pages that say it in the reader's language; `about`: the number or name in it. */
  reason?: string;
  about?: string;
  errors?: ProblemPlace[];
  cause?: unknown;
  retryAfterSeconds?: number;
};

/** An outcome the caller cannot go on from. Anything the caller branches on is a returned value instead. */
export class AppError extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly reason: string | undefined;
  readonly about: string | undefined;
  readonly errors: ProblemPlace[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, options: AppErrorOptions = {}) {
    super(options.detail ?? problems[code].title, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail;
    this.reason = options.reason;
    this.about = options.about;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status() {
    return problems[this.code].status;
  }
}

/** A start that cannot go on; the message is one sentence for the person who starts it, with what to do. */
export class StartError extends Error {
  override name = 'StartError';
}
