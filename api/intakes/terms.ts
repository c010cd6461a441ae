/** What is written of a row: a new draft, a change of one, nothing because it is so already, or nothing because it cannot. */
export const intakeActions = ['create', 'update', 'unchanged', 'reject'] as const;
export type IntakeAction = (typeof intakeActions)[number];

/** `open`: read and shown, nothing is written; `committed`: its drafts are written; the rest is over. */
export const intakeStates = ['open', 'committed', 'undone', 'discarded'] as const;
export type IntakeState = (typeof intakeStates)[number];

/** So long a whole batch can be taken back, where nothing newer stands on it. */
export const undoDays = 7;

/** Of one request, all files and archives together as they are sent. */
export const uploadBytes = 64 * 1024 * 1024;

/** How long writing a whole batch may take. */
export const writingDeadlineMs = 60_000;
