import type { Operation } from "@/server/api/operation";
import { type Answers, type Key, only, type Role, roles, signedIn, staff, visitors } from "./roles";
import type { Method, Row } from "./row";

// A row of API v2. Whoever comes without a key or session gets 401, and a key without the operation's scope 403.

const keysOfScope: Record<"read" | "run" | "manage", Key[]> = {
  // Keys of staff that manage see what staff see.
  read: ["read key", "script key", "other script key", "staff read key", "staff manage key"],
  run: ["run key", "script key", "other script key", "staff run key"],
  manage: ["manage key", "script key", "other script key", "staff manage key"],
};
const strangers: Role[] = [...visitors, "expired key"];
const unauthenticated = Object.fromEntries(strangers.map((role) => [role, "401"])) as Partial<Answers>; // a 401 for each

/** What each role gets of an operation; `allowed` are the roles for which its object exists. */
export function answersOf({ scope, who }: Operation, allowed: readonly Role[] = roles): Answers {
  if (who === "anyone") return only(roles, "yes");
  const keys = scope === null ? Object.values(keysOfScope).flat() : keysOfScope[scope];
  if (who === "staff" || who === "administrators") return forManagement(who, scope);
  const admitted = [...signedIn, ...keys];
  const hidden = Object.fromEntries(
    admitted.filter((role) => !allowed.includes(role)).map((role) => [role, "hidden"]),
  ) as Partial<Answers>; // a "hidden" for each
  return only(admitted, "403", { ...unauthenticated, ...hidden });
}

function forManagement(who: "staff" | "administrators", scope: Operation["scope"]): Answers {
  const people: Role[] = who === "staff" ? staff : ["administrator"];
  const keys: Role[] = scope === "read" ? ["staff read key", "staff manage key"] : ["staff manage key"];
  return only(who === "staff" ? [...people, ...keys] : people, "403", unauthenticated);
}

/** The file of an operation's route, its method and what each role gets of it. */
export function operationRow(
  operation: Operation,
  { object = "", answers = answersOf(operation), request }: Partial<Row> & Pick<Row, "request">,
): Row {
  const method = operation.method.toUpperCase() as Method; // the same words in capitals
  return { file: `${folderOf(operation)}/route.ts`, export: method, object, answers, request };
}

function folderOf({ path }: Operation): string {
  return path.slice(1).replace("{path}", "[...path]").replaceAll("{", "[").replaceAll("}", "]");
}
