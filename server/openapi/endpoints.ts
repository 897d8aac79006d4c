import type { KeyScope } from "@/db/schema/users";
import type { Refusal } from "./refusals";
import type { SchemaName } from "./schemas";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** One endpoint of the API: everything in its documentation that is not in its schemas. */
export interface Endpoint {
  method: Method;
  /** With the trailing slash, as Wooey writes it. */
  path: string;
  id: string;
  tag: string;
  summary: string;
  description?: string;
  /** Who may call it: anyone, anyone without a key, staff, or the owner of the job or key. */
  who: "any signed-in user" | "any user who is signed in with a browser" | "staff" | "its owner";
  /** `files`: form parts that are files, each under a name that the caller chooses. */
  body?: { schema: SchemaName; required?: boolean; files?: string; onlyMultipart?: boolean };
  isIdempotent?: boolean;
  answer: { schema?: SchemaName[]; text?: string; description: string };
  refusals: Refusal[];
  refusalSchema?: SchemaName;
}

export const tags = [
  { name: "Scripts", description: "Add, view and change scripts, and submit jobs." },
  { name: "Jobs", description: "Follow, stop, re-run and delete jobs. Only a job's owner can access it here." },
  { name: "Virtual environments", description: "The Python environments in which scripts can run." },
  { name: "API keys", description: "Your own API keys. Each key is shown once, when you create it." },
];

const scripts: Endpoint[] = [
  {
    method: "post",
    path: "/api/scripts/v1/add-or-update/",
    id: "addOrUpdateScripts",
    tag: "Scripts",
    who: "staff",
    summary: "Add scripts or new versions",
    description:
      "Each file is a script; at least one is required. The name of its part is the script's name. If a script with that name exists, it gets a new version. A file that cannot be added is reported in the response and does not affect the others.",
    body: { schema: "NewScriptFields", required: true, files: "A script, under its name.", onlyMultipart: true },
    answer: { schema: ["AddedScripts"], description: "One element for each file, in the order of the files." },
    refusals: ["invalid", "tooLarge", "tooOften", "unavailable"],
  },
  {
    method: "get",
    path: "/api/scripts/v1/list/",
    id: "listScripts",
    tag: "Scripts",
    who: "staff",
    summary: "List all scripts",
    answer: { schema: ["ScriptList"], description: "Sorted by name, including disabled scripts." },
    refusals: [],
  },
  {
    method: "get",
    path: "/api/scripts/v1/{slug}/",
    id: "getScript",
    tag: "Scripts",
    who: "staff",
    summary: "Get a script with its versions",
    answer: { schema: ["ScriptAnswer"], description: "The script with its versions, newest first." },
    refusals: ["invalid", "notFound"],
  },
  {
    method: "patch",
    path: "/api/scripts/v1/{slug}/patch/",
    id: "changeScript",
    tag: "Scripts",
    who: "staff",
    summary: "Change a script",
    description: "Fields that are not sent stay unchanged. The slug never changes.",
    body: { schema: "ScriptFields" },
    answer: { schema: ["ScriptAnswer"], description: "The changed script." },
    refusals: ["invalid", "notFound", "tooLarge"],
  },
  {
    method: "patch",
    path: "/api/scripts/v1/{slug}/versions/{versionId}/patch/",
    id: "changeVersion",
    tag: "Scripts",
    who: "staff",
    summary: "Make a version the default, or enable or disable it",
    body: { schema: "VersionFields", required: true },
    answer: { schema: ["VersionAnswer"], description: "The changed version and its script." },
    refusals: ["invalid", "notFound", "tooLarge"],
  },
  {
    method: "get",
    path: "/api/scripts/v1/{slug}/versions/{versionId}/source/",
    id: "getVersionSource",
    tag: "Scripts",
    who: "staff",
    summary: "Download a version's file",
    answer: { text: "text/plain", description: "The file as it was uploaded. Range requests are supported." },
    refusals: ["invalid", "notFound"],
  },
  {
    method: "post",
    path: "/api/scripts/v1/{slug}/submit/",
    id: "submitJob",
    tag: "Scripts",
    who: "any signed-in user",
    summary: "Submit a job",
    description:
      "A missing name or an unknown script is answered with status 200 and `valid: false`, as in Wooey. Several files with the same name go to one parameter that accepts several files, in their order.",
    body: {
      schema: "Submission",
      required: true,
      files: "An input file, under the KEY by which `command` refers to it.",
    },
    isIdempotent: true,
    answer: {
      schema: ["JobId", "RefusedSubmission"],
      description: "The id of the job, or the reason why none was created.",
    },
    refusals: ["invalid", "tooLarge", "tooOften"],
    refusalSchema: "RefusedSubmission",
  },
];

const ofJob = (name: string, id: string) =>
  ({ path: `/api/jobs/v1/{id}/${name}/`, id, tag: "Jobs", who: "its owner" }) as const;

const jobs: Endpoint[] = [
  {
    method: "get",
    ...ofJob("status", "getJobStatus"),
    summary: "Get a job's state",
    description: "Use this endpoint for polling.",
    answer: { schema: ["JobState"], description: "The state." },
    refusals: ["notFound"],
  },
  {
    method: "get",
    ...ofJob("details", "getJobDetails"),
    summary: "Get all details of a job",
    answer: { schema: ["JobDetails"], description: "The state, the output and the download URLs of the files." },
    refusals: ["notFound"],
  },
  {
    method: "post",
    ...ofJob("stop", "stopJob"),
    summary: "Stop a job",
    description: "A job that has ended does not change.",
    body: { schema: "StopFields" },
    answer: { schema: ["JobIdAndState"], description: "The id and state. A running job stops a moment later." },
    refusals: ["invalid", "notFound", "tooLarge"],
  },
  {
    method: "post",
    ...ofJob("rerun", "rerunJob"),
    summary: "Re-run a job that has ended",
    answer: { schema: ["JobId"], description: "The id of the job, which is waiting again." },
    refusals: ["notFound", "conflict", "tooOften"],
  },
  {
    method: "post",
    ...ofJob("resubmit", "resubmitJob"),
    summary: "Submit the same values as a new job",
    isIdempotent: true,
    answer: { schema: ["JobId"], description: "The id of the new job." },
    refusals: ["invalid", "notFound", "conflict", "tooOften"],
  },
  {
    method: "post",
    ...ofJob("delete", "deleteJob"),
    summary: "Delete a job",
    description: "A running job is stopped first. Deleting a job again has no effect.",
    answer: { schema: ["JobIdAndState"], description: "The id and state of the deleted job." },
    refusals: ["notFound"],
  },
];

const environment = { tag: "Virtual environments", who: "staff" } as const;

const environments: Endpoint[] = [
  {
    method: "get",
    path: "/api/virtual-environments/v1/list/",
    id: "listVirtualEnvironments",
    ...environment,
    summary: "List all virtual environments",
    answer: { schema: ["VirtualEnvironmentList"], description: "Sorted by name." },
    refusals: [],
  },
  {
    method: "post",
    path: "/api/virtual-environments/v1/create/",
    id: "createVirtualEnvironment",
    ...environment,
    summary: "Create a virtual environment",
    body: { schema: "NewVirtualEnvironment", required: true },
    answer: { schema: ["VirtualEnvironmentAnswer"], description: "The new environment." },
    refusals: ["invalid", "tooLarge"],
  },
  {
    method: "patch",
    path: "/api/virtual-environments/v1/{id}/patch/",
    id: "changeVirtualEnvironment",
    ...environment,
    summary: "Change a virtual environment",
    body: { schema: "VirtualEnvironmentFields", required: true },
    answer: { schema: ["VirtualEnvironmentAnswer"], description: "The changed environment." },
    refusals: ["invalid", "notFound", "tooLarge"],
  },
];

const keys: Endpoint[] = [
  {
    method: "post",
    path: "/settings/api-keys/new/",
    id: "createApiKey",
    tag: "API keys",
    who: "any user who is signed in with a browser",
    summary: "Create an API key",
    description:
      "The key allows everything for 90 days; the account page offers less and other times. A person who entered the password more than 15 minutes ago has to enter it again on that page first. A missing name is answered with status 200 and `valid: false`, as in Wooey.",
    body: { schema: "NewApiKey" },
    answer: { schema: ["CreatedApiKey", "Refused"], description: "The key, or the reason why none was created." },
    refusals: ["invalid", "tooLarge"],
  },
  {
    method: "post",
    path: "/settings/api-keys/{id}/toggle/",
    id: "switchApiKey",
    tag: "API keys",
    who: "its owner",
    summary: "Enable or disable an API key",
    description: "A key can disable keys, and enable none.",
    answer: { schema: ["SwitchedApiKey"], description: "The new state of the key." },
    refusals: ["notFound"],
  },
  {
    method: "delete",
    path: "/settings/api-keys/{id}/delete/",
    id: "deleteApiKey",
    tag: "API keys",
    who: "its owner",
    summary: "Delete an API key",
    answer: { schema: ["DeletedApiKey"], description: "The key is deleted." },
    refusals: ["notFound"],
  },
];

/** Every endpoint, in the order of the document. */
export const endpoints: Endpoint[] = [...scripts, ...jobs, ...environments, ...keys];

/** What an API key must allow for an endpoint; null for one that no key opens. Keys that manage also read for staff. */
export function scopeOf({ method, tag, id, who }: Endpoint): KeyScope | null {
  if (who === "any user who is signed in with a browser") return null;
  if (method === "get") return "read";
  return tag === "Jobs" || id === "submitJob" ? "run" : "manage";
}
