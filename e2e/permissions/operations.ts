import type { Operation } from "@/server/api/operation";
import { operations } from "@/server/api/operations";
import type { Objects } from "./objects";
import { answersOf, operationRow } from "./operation-row";
import { isAboutJobs, operationRoutesOfJobs } from "./operations-of-jobs";
import { only, roles } from "./roles";
import type { Method, Row, RowRequest } from "./row";

// The rows of API v2.

/** What is sent where something has to be sent; the answer 422 is no refusal. */
function requestOf({ method, path }: Operation, { scripts }: Objects): RowRequest {
  const filled = path.replace("{slug}", scripts.open.slug);
  return method === "get" ? { path: filled } : { path: filled, args: [{}] };
}

const methods: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

export const operationRoutes: Row[] = [
  ...operationRoutesOfJobs,
  ...operations
    .filter((operation) => !isAboutJobs(operation))
    .map((operation) => {
      const object = operation.path.includes("{slug}") ? "a script" : "";
      // To a key for another script, there is no such script.
      const answers = answersOf(operation, object === "" ? roles : roles.filter((role) => role !== "other script key"));
      const row = operationRow(operation, { object, answers, request: (objects) => requestOf(operation, objects) });
      // The names that are left in the path are those of nothing.
      return /\{(?!slug)/.test(operation.path) ? { ...row, isAboutNothing: true as const } : row;
    }),
  ...methods.map((method): Row => {
    const file = "api/v2/[[...path]]/route.ts";
    return {
      file,
      export: method,
      object: "",
      answers: only([], "hidden"),
      request: () => ({ path: "/api/v2/nothing" }),
    };
  }),
];
