import type { Operation } from "@/server/api/operation";
import { operations } from "@/server/api/operations";
import type { JobObject, Objects } from "./objects";
import { answersOf, operationRow } from "./operation-row";
import { type Role, roles, signedIn } from "./roles";
import type { Row, RowRequest } from "./row";
import { type JobRow, jobRows } from "./rows-of-jobs";

// The rows of API v2 that are about a job, an upload, or a script that is run.

const jobPath = "/api/v2/jobs/{id}";
const uploadPath = "/api/v2/uploads/{id}";

/** Whether the operation has rows here. */
export function isAboutJobs({ id, path }: Operation): boolean {
  return id === "runScript" || path.startsWith(jobPath) || path.startsWith(uploadPath);
}

/** Those who act on a job: besides people, the keys of its owner that run. */
function actorsOn({ holders }: JobRow): Role[] {
  return holders.includes("owner") ? [...holders, "run key", "script key"] : holders;
}

function requestOf({ id, method, path }: Operation, job: JobRow, objects: Objects): (role: Role) => RowRequest {
  const number = job.job(objects);
  const { deletable } = job.of(objects) satisfies JobObject;
  const at = (key: string | number) => path.replace("{id}", String(key)).replace("{path}", "table.csv");
  return (role) => {
    if (id === "removeJob") return { path: at(deletable.removeJob[role]) };
    return method === "get" ? { path: at(number) } : { path: at(number), args: [{}] };
  };
}

const ofJobs = operations
  .filter(({ path }) => path.startsWith(jobPath))
  .flatMap((operation) => {
    const isReading = operation.method === "get";
    const rows = jobRows((job) => {
      const allowed = isReading ? roles.filter((role) => job.answers[role] === "yes") : actorsOn(job);
      // What visitors may read too is answered as pages answer it.
      const answers = operation.who === "anyone" ? job.answers : answersOf(operation, allowed);
      const request: Row["request"] = (objects, role) => requestOf(operation, job, objects)(role);
      return { job, row: operationRow(operation, { object: job.object, answers, request }) };
    });
    // Whatever is below a job opens as the job does.
    const isOne = ({ job }: (typeof rows)[number]) => job.by === "number" && !job.object.includes("browser");
    return (operation.id === "getJob" ? rows : rows.filter(isOne)).map(({ row }) => row);
  });

/** The input of a job, which it does not share. */
const ofInputs = operations
  .filter(({ id }) => id === "getJobFile")
  .flatMap((operation) =>
    jobRows((job) => {
      const allowed = roles.filter((role) => job.inputAnswers[role] === "yes");
      const path = (objects: Objects) =>
        operation.path.replace("{id}", job.job(objects)).replace("{path}", "given.csv");
      return operationRow(operation, {
        object: `${job.object}: its input`,
        answers: answersOf(operation, allowed),
        request: (objects) => ({ path: `${path(objects)}?direction=input` }),
      });
    }),
  );

const uploadHolders: Role[] = ["owner", "run key", "script key", "other script key"];
const part = { "content-type": "application/offset+octet-stream", "upload-offset": "1" };

const ofUploads = operations
  .filter(({ path }) => path === uploadPath)
  .map((operation) => {
    const at = (id: string) => uploadPath.replace("{id}", id);
    return operationRow(operation, {
      object: "an upload of the owner's",
      answers: answersOf(operation, uploadHolders),
      request: ({ uploads }, role) =>
        operation.method === "delete"
          ? { path: at(uploads.removable[role]) }
          : { path: at(uploads.open), ...(operation.method === "patch" ? { headers: part } : {}) },
    });
  });

const runners: Role[] = [...signedIn, "run key", "script key", "staff run key"];

const ofScripts = operations
  .filter(({ id }) => id === "runScript")
  .map((operation) =>
    operationRow(operation, {
      object: "a script",
      answers: answersOf(operation, runners),
      // Without the parameter that the script requires, so that nothing runs.
      request: ({ scripts }) => ({ path: operation.path.replace("{slug}", scripts.open.slug), args: [{}] }),
    }),
  );

export const operationRoutesOfJobs: Row[] = [...ofJobs, ...ofInputs, ...ofUploads, ...ofScripts];
