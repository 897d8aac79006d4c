/**
 * People: a visitor, a visitor with another browser than the one that submitted the job, the visitor who submitted it, a
 * user without relation to the object, the user who owns it, and those who manage.
 */
export const people = ["visitor", "other browser", "own browser", "user", "owner", "staff", "administrator"] as const;

/**
 * API keys of the object's owner (by scope, for its script alone, for another script alone, expired), and of a member of
 * staff.
 */
export const keys = [
  "read key",
  "run key",
  "manage key",
  "script key",
  "other script key",
  "expired key",
  "staff read key",
  "staff run key",
  "staff manage key",
] as const;

/** Those whom `npm test` asks as; `npm run test:full` asks as everybody. */
export const telling: readonly Role[] = ["visitor", "user", "owner", "administrator", "run key"];

export type Person = (typeof people)[number];
export type Key = (typeof keys)[number];
export type Role = Person | Key;
export const roles: readonly Role[] = [...people, ...keys];

/**
 * What a request gets. `yes`: anything that is not a refusal, also a message about the input. `hidden`: 404, as if the
 * object did not exist. `sign in`: a redirect to the sign-in page. `elsewhere`: another redirect.
 */
export type Answer = "yes" | "hidden" | "403" | "401" | "sign in" | "elsewhere";
export type Answers = Record<Role, Answer>;

export const visitors: readonly Role[] = ["visitor", "other browser", "own browser"];
export const signedIn: Role[] = ["user", "owner", "staff", "administrator"];
export const staff: Role[] = ["staff", "administrator"];
export const ownerAndStaff: Role[] = ["owner", ...staff];
export const staffReaders: Role[] = [...staff, "staff read key", "staff manage key"];

/**
 * These roles get a yes, and the others `refusal`, unless `exceptions` says otherwise; an exception for visitors is one
 * for their browsers.
 */
export function only(allowed: readonly Role[], refusal: Answer, exceptions: Partial<Answers> = {}): Answers {
  const exceptionFor = (role: Role) => exceptions[role] ?? (visitors.includes(role) ? exceptions.visitor : undefined);
  const entries = roles.map((role) => [role, exceptionFor(role) ?? (allowed.includes(role) ? "yes" : refusal)]);
  return Object.fromEntries(entries) as Answers; // the entries were made from `roles`, one for each
}

export const everyone = only(roles, "yes");

/** For pages and actions, which know cookies alone: whoever sends a key is a visitor. */
export function withoutKeys(answers: Answers): Answers {
  return { ...answers, ...Object.fromEntries(keys.map((key) => [key, answers.visitor])) };
}
