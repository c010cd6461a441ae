/**
 * 角色. `publisher` 发布员 brings in the parcels of its own department, `reviewer` 审核员 decides about them, `host` 主持人 runs
 * live events, `auditor` 审计员 reads the log and nothing else, `admin` 管理员 keeps departments and people and neither
 * approves, signs nor reads personal data. Who is not signed in is a visitor.
 */
export const roles = ['investor', 'publisher', 'reviewer', 'host', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Everybody who works for the city; must have a second factor outside demonstration mode. */
export const staffRoles = ['publisher', 'reviewer', 'host', 'auditor', 'admin'] as const satisfies Role[];

/**
 * 审核权限. `land`: shape, area, limits, dates and status, only in the bureau of natural resources and planning
 * (自然资源和规划局); `terms`: prices, costs and wording.
 */
export const competences = ['land', 'terms'] as const;
export type Competence = (typeof competences)[number];

/** What a department is for: it brings parcels in (招商), or it reviews the land or the terms of others' parcels. */
export const duties = ['promotion', 'land', 'terms'] as const;
export type Duty = (typeof duties)[number];
