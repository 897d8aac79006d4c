import type { Refusal } from "./refusals";
import type { SchemaName } from "./schemas";

export type Method = "get" | "post" | "patch" | "delete";

/** One endpoint of the API; everything the document says of it that its schemas do not. */
export interface Endpoint {
  method: Method;
  /** With the trailing slash, as Wooey prints it. */
  path: string;
  id: string;
  tag: string;
  summary: string;
  description?: string;
  /** Who may: any person, staff, or the person who made the job or key. */
  who: "anybody signed in" | "staff" | "its owner";
  /** `files`: parts of a form that are files, each under a name of the caller's choice. */
  body?: { schema: SchemaName; required?: boolean; files?: string; onlyMultipart?: boolean };
  isIdempotent?: boolean;
  answer: { schema?: SchemaName[]; text?: string; description: string };
  refusals: Refusal[];
  refusalSchema?: SchemaName;
}

export const tags = [
  { name: "Scripts", description: "Adding, looking at and changing scripts, and submitting jobs to them." },
  { name: "Jobs", description: "Following a job to its end, and acting on it. Only who made a job sees it here." },
  { name: "Virtual environments", description: "The Python environments that scripts may run in." },
  { name: "API keys", description: "One's own keys. Each is shown once, when it is made." },
];

const scripts: Endpoint[] = [
  {
    ...{
      method: "post",
      path: "/api/scripts/v1/add-or-update/",
      id: "addOrUpdateScripts",
      tag: "Scripts",
      who: "staff",
    },
    summary: "Add scripts, or versions of them",
    description:
      "Each file is a script, of which there has to be one; the name of its part is the script's name. A name that is there already gets a version. A file that cannot be added is an element of the answer and stops no other.",
    body: { schema: "NewScriptFields", required: true, files: "A script, under its name.", onlyMultipart: true },
    answer: { schema: ["AddedScripts"], description: "One element for each file, in their order." },
    refusals: ["invalid", "tooLarge", "tooOften", "unavailable"],
  },
  {
    ...{ method: "get", path: "/api/scripts/v1/list/", id: "listScripts", tag: "Scripts", who: "staff" },
    summary: "List all scripts",
    answer: { schema: ["ScriptList"], description: "By name, also those that are switched off." },
    refusals: [],
  },
  {
    ...{ method: "get", path: "/api/scripts/v1/{slug}/", id: "getScript", tag: "Scripts", who: "staff" },
    summary: "One script with its versions",
    answer: { schema: ["ScriptAnswer"], description: "The script, its versions newest first." },
    refusals: ["invalid", "notFound"],
  },
  {
    ...{ method: "patch", path: "/api/scripts/v1/{slug}/patch/", id: "changeScript", tag: "Scripts", who: "staff" },
    summary: "Change a script",
    description: "What is not sent stays as it is. The slug never changes.",
    body: { schema: "ScriptFields" },
    answer: { schema: ["ScriptAnswer"], description: "The script as it is now." },
    refusals: ["invalid", "notFound", "tooLarge"],
  },
  {
    method: "patch",
    path: "/api/scripts/v1/{slug}/versions/{versionId}/patch/",
    ...{ id: "changeVersion", tag: "Scripts", who: "staff" },
    summary: "Make a version the default, or switch it on or off",
    body: { schema: "VersionFields", required: true },
    answer: { schema: ["VersionAnswer"], description: "The version and its script as they are now." },
    refusals: ["invalid", "notFound", "tooLarge"],
  },
  {
    method: "get",
    path: "/api/scripts/v1/{slug}/versions/{versionId}/source/",
    ...{ id: "getVersionSource", tag: "Scripts", who: "staff" },
    summary: "Download a version's file",
    answer: { text: "text/plain", description: "The file as it was uploaded. Ranges are answered." },
    refusals: ["invalid", "notFound"],
  },
  {
    method: "post",
    path: "/api/scripts/v1/{slug}/submit/",
    ...{ id: "submitJob", tag: "Scripts", who: "anybody signed in" },
    summary: "Submit a job",
    description:
      "A missing name and an unknown script are answered with 200 and `valid: false`, as Wooey does. Several files under one name go to a parameter that takes several, in their order.",
    body: {
      schema: "Submission",
      required: true,
      files: "An input file, under the KEY that `command` names it by.",
    },
    isIdempotent: true,
    answer: { schema: ["JobId", "RefusedSubmission"], description: "The job's number, or why there is none." },
    refusals: ["invalid", "tooLarge", "tooOften"],
    refusalSchema: "RefusedSubmission",
  },
];

const ofJob = (name: string, id: string) =>
  ({ path: `/api/jobs/v1/{id}/${name}/`, id, tag: "Jobs", who: "its owner" }) as const;

const jobs: Endpoint[] = [
  {
    ...{ method: "get", ...ofJob("status", "getJobStatus") },
    summary: "A job's state",
    description: "Meant for polling.",
    answer: { schema: ["JobState"], description: "The state." },
    refusals: ["notFound"],
  },
  {
    ...{ method: "get", ...ofJob("details", "getJobDetails") },
    summary: "Everything about a job",
    answer: { schema: ["JobDetails"], description: "The state, the output, and where its files are downloaded." },
    refusals: ["notFound"],
  },
  {
    ...{ method: "post", ...ofJob("stop", "stopJob") },
    summary: "Stop a job",
    description: "One that has ended stays as it is.",
    body: { schema: "StopFields" },
    answer: { schema: ["JobIdAndState"], description: "A running job is stopped a moment later." },
    refusals: ["invalid", "notFound", "tooLarge"],
  },
  {
    ...{ method: "post", ...ofJob("rerun", "rerunJob") },
    summary: "Run an ended job again",
    answer: { schema: ["JobId"], description: "It waits again." },
    refusals: ["notFound", "conflict", "tooOften"],
  },
  {
    ...{ method: "post", ...ofJob("resubmit", "resubmitJob") },
    summary: "Submit the same again as a new job",
    isIdempotent: true,
    answer: { schema: ["JobId"], description: "The new job's number." },
    refusals: ["invalid", "notFound", "conflict", "tooOften"],
  },
  {
    ...{ method: "post", ...ofJob("delete", "deleteJob") },
    summary: "Delete a job",
    description: "A running one is stopped. One that is deleted stays so.",
    answer: { schema: ["JobIdAndState"], description: "It is deleted." },
    refusals: ["notFound"],
  },
];

const environment = { tag: "Virtual environments", who: "staff" } as const;

const environments: Endpoint[] = [
  {
    ...{ method: "get", path: "/api/virtual-environments/v1/list/", id: "listVirtualEnvironments", ...environment },
    summary: "List all virtual environments",
    answer: { schema: ["VirtualEnvironmentList"], description: "By name." },
    refusals: [],
  },
  {
    ...{ method: "post", path: "/api/virtual-environments/v1/create/", id: "createVirtualEnvironment", ...environment },
    summary: "Make a virtual environment",
    body: { schema: "NewVirtualEnvironment", required: true },
    answer: { schema: ["VirtualEnvironmentAnswer"], description: "It is made." },
    refusals: ["invalid", "tooLarge"],
  },
  {
    method: "patch",
    path: "/api/virtual-environments/v1/{id}/patch/",
    ...{ id: "changeVirtualEnvironment", ...environment },
    summary: "Change a virtual environment",
    body: { schema: "VirtualEnvironmentFields", required: true },
    answer: { schema: ["VirtualEnvironmentAnswer"], description: "The environment as it is now." },
    refusals: ["invalid", "notFound", "tooLarge"],
  },
];

const keys: Endpoint[] = [
  {
    ...{
      method: "post",
      path: "/settings/api-keys/new/",
      id: "createApiKey",
      tag: "API keys",
      who: "anybody signed in",
    },
    summary: "Make a key",
    description: "A missing name is answered with 200 and `valid: false`, as Wooey does.",
    body: { schema: "NewApiKey" },
    answer: { schema: ["CreatedApiKey", "Refused"], description: "The key, or why there is none." },
    refusals: ["invalid", "tooLarge"],
  },
  {
    ...{
      method: "post",
      path: "/settings/api-keys/{id}/toggle/",
      id: "switchApiKey",
      tag: "API keys",
      who: "its owner",
    },
    summary: "Switch a key on or off",
    answer: { schema: ["SwitchedApiKey"], description: "The state it is in now." },
    refusals: ["notFound"],
  },
  {
    method: "delete",
    path: "/settings/api-keys/{id}/delete/",
    ...{ id: "deleteApiKey", tag: "API keys", who: "its owner" },
    summary: "Delete a key",
    answer: { schema: ["DeletedApiKey"], description: "It is gone." },
    refusals: ["notFound"],
  },
];

/** Every endpoint, in the order of the document. */
export const endpoints: Endpoint[] = [...scripts, ...jobs, ...environments, ...keys];
