import { findLibraryCopy } from "@/server/files/report-libraries";
import { type Endpoint, endpoints, scopeOf } from "@/server/openapi/endpoints";
import type { Objects } from "./objects";
import { operationRoutes } from "./operations";
import {
  type Answers,
  everyone,
  keys,
  only,
  ownerAndStaff,
  type Role,
  roles,
  signedIn,
  staff,
  staffReaders,
  visitors,
} from "./roles";
import { about, type Method, type Row, type RowRequest } from "./row";
import { jobRows } from "./rows-of-jobs";

function route(name: string, answers: Answers, request: Row["request"]): Row {
  const [method = "", file = ""] = name.split(" ");
  return { file: `${file}route.ts`, export: method, object: "", answers, request };
}

const at = (path: string) => () => ({ path });

/** What a job's page loads, below the job. */
const ofJob = [
  ["archive/[name]/", () => "archive/job.zip"],
  ["files/", () => "files"],
  ["files/[file]/[[...name]]/", ({ output }) => `files/${output}`],
  ["output/", () => "output"],
  ["output/find/", () => "output/find?text=secret"],
  ["output/lines/", () => "output/lines?from=0&count=5"],
  ["report/[file]/", ({ report }) => `report/${report}`],
  ["rows/[file]/", ({ output }) => `rows/${output}`],
  ["stream/", () => "stream"],
] as const satisfies [string, (job: Objects["jobs"]["public"]) => string][];

const jobRoutes = ofJob.flatMap(([file, pathOf]) =>
  jobRows(({ answers, object, job, of }) =>
    about(
      object,
      route(`GET jobs/[job]/${file}`, answers, (objects) => ({ path: `/jobs/${job(objects)}/${pathOf(of(objects))}` })),
    ),
  ),
);

const selectionRoutes = jobRows(({ answers, object, job, of }) =>
  about(
    `${object}: selected files`,
    route("POST jobs/[job]/archive/[name]/", answers, (objects) => ({
      path: `/jobs/${job(objects)}/archive/selected.zip`,
      fields: { files: String(of(objects).output) },
    })),
  ),
);

const inputRoutes = jobRows(({ object, inputAnswers, job, of }) =>
  about(
    `${object}: its input`,
    route("GET jobs/[job]/files/[file]/[[...name]]/", inputAnswers, (objects) => ({
      path: `/jobs/${job(objects)}/files/${of(objects).input}`,
    })),
  ),
);

/** The keys that find a script which is open to everyone, and those that run it. */
const unreadable: Role[] = ["run key", "manage key", "other script key", "staff run key"];
const readers = roles.filter((role) => !unreadable.includes(role));

const scriptNames = { open: "a script", restricted: "a script of the owner's group", disabled: "a disabled script" };
const command: Record<keyof typeof scriptNames, Answers> = {
  open: only([...readers, "staff manage key"], "hidden"),
  restricted: only([...ownerAndStaff, "read key", "staff read key", "staff manage key"], "hidden"),
  disabled: only(staffReaders, "hidden"),
};
const scriptKeys = ["open", "restricted", "disabled"] as const;

const commandRoutes = scriptKeys.map((key) =>
  about(
    scriptNames[key],
    route("POST scripts/[slug]/command/", command[key], ({ scripts }) => ({
      path: `/scripts/${scripts[key].slug}/command`,
      args: [{ version: scripts[key].versionId, entries: [] }],
    })),
  ),
);
const run: Record<keyof typeof scriptNames, Answers> = {
  open: only([...visitors, ...signedIn, "run key", "script key", "expired key", "staff run key"], "403"),
  restricted: only([...ownerAndStaff, "run key"], "403"),
  disabled: only(staff, "403"),
};
const runRoutes = scriptKeys.map((key) =>
  about(
    scriptNames[key],
    // Without the parameter that the script requires, so that nothing runs.
    route("POST scripts/[slug]/run/", run[key], ({ scripts }) => ({
      path: `/scripts/${scripts[key].slug}/run`,
      fields: { $version: String(scripts[key].versionId) },
    })),
  ),
);

const libraryName = findLibraryCopy("cdn.plot.ly/plotly-3.0.0.min.js")?.filename;

/** Whoever has a key that works. What its tools do for a key is tested in app/mcp/. */
const agents = only(
  keys.filter((key) => key !== "expired key"),
  "401",
);
const listTools = { jsonrpc: "2.0", id: 1, method: "tools/list" };

const pagesRoutes: Row[] = [
  about(
    "a signed link",
    route("GET files/[token]/[name]/", everyone, ({ assetPath }) => ({ path: assetPath })),
  ),
  about(
    "a token of the owner's",
    route("GET reports/[token]/", only(["owner"], "hidden"), ({ reportToken }) => ({
      path: `/reports/${reportToken}`,
    })),
  ),
  route("GET report-libraries/[name]/", everyone, at(`/report-libraries/${libraryName}`)),
  route("GET files/earlier/", everyone, at("/files/earlier")),
  route("GET palette/", everyone, at("/palette?q=a")),
  route("GET jobs/next/", everyone, at("/jobs/next?after=1")),
  route("GET healthz/", everyone, at("/healthz")),
  route("GET readyz/", everyone, at("/readyz")),
  route("GET metrics/", only(staffReaders, "403"), at("/metrics")),
  route("GET jobs/stream/", everyone, at("/jobs/stream")),
  route("GET language/[name]/", everyone, at("/language/de.js")),
  route("POST language/", everyone, () => ({ path: "/language", fields: { language: "en", next: "/" } })),
  route("GET manage/audit/export/", only(staffReaders, "403"), at("/manage/audit/export")),
  about(
    "a script",
    route("GET manage/scripts/[slug]/form.yaml/", only(staffReaders, "403"), ({ scripts }) => ({
      path: `/manage/scripts/${scripts.open.slug}/form.yaml`,
    })),
  ),
  route("GET llms.txt/", everyone, at("/llms.txt")),
  route("GET cli/wooey.mjs/", everyone, at("/cli/wooey.mjs")),
  route("POST mcp/", agents, () => ({ path: "/mcp", args: [listTools] })),
  route("GET api/openapi.json/", everyone, at("/api/openapi.json")),
  route("GET api/auth/[...nextauth]/", everyone, at("/api/auth/session")),
  route("POST api/auth/[...nextauth]/", everyone, () => ({ path: "/api/auth/_log", fields: {} })),
  ...(["GET", "POST", "PUT"] as const).map((method) =>
    route(`${method} api/inngest/`, only([], "401"), at("/api/inngest")),
  ),
];

/** Whoever may run scripts. A key that has expired is no key. */
const uploaders: Role[] = [
  "visitor",
  "other browser",
  ...signedIn,
  "run key",
  "script key",
  "other script key",
  "expired key",
  "staff run key",
];
const uploadOwner = only(["owner", "run key", "script key", "other script key"], "hidden");
const part = { "content-type": "application/offset+octet-stream", "upload-offset": "1" };

const uploadRoutes: Row[] = [
  route("OPTIONS uploads/", everyone, at("/uploads")),
  route("OPTIONS api/v2/uploads/", everyone, at("/api/v2/uploads")),
  route("POST uploads/", only(uploaders, "403"), () => ({ path: "/uploads", headers: { "upload-length": "1" } })),
  about(
    "an upload of the owner's",
    route("HEAD uploads/[id]/", uploadOwner, ({ uploads }) => ({ path: `/uploads/${uploads.open}` })),
  ),
  about(
    "an upload of the owner's",
    route("PATCH uploads/[id]/", uploadOwner, ({ uploads }) => ({ path: `/uploads/${uploads.open}`, headers: part })),
  ),
  about(
    "an upload of the owner's",
    route("DELETE uploads/[id]/", uploadOwner, ({ uploads }, role) => ({
      path: `/uploads/${uploads.cancellable[role]}`,
    })),
  ),
];

/** What is sent where a permitted caller needs to send something; what is missing is refused afterwards. */
const bodies: Record<string, Record<string, string>> = {
  changeVersion: { is_active: "true" },
  submitJob: { job_name: "a job" },
};

interface Asker {
  role: Role;
  /** That of the job, if it is about one. API v1 opens a job to its owner alone. */
  visibility: "private" | "public";
}

function answersOf(endpoint: Endpoint): Answers {
  const { who, tag, id, method } = endpoint;
  const scope = scopeOf(endpoint);
  const ownKeys = roles.filter((role) => scope && role === `${scope} key`);
  if (scope === null) return only(signedIn, "403");
  if (who === "staff") return only(method === "get" ? staffReaders : [...staff, "staff manage key"], "403");
  if (id === "submitJob") return only([...signedIn, "run key", "script key", "staff run key"], "403");
  if (tag === "Jobs") return only(["owner", ...ownKeys, "script key"], "403");
  const others: Partial<Answers> = {
    user: "hidden",
    staff: "hidden",
    administrator: "hidden",
    "staff manage key": "hidden",
  };
  return only(["owner", ...ownKeys], "403", others);
}

function requestOf({ path, id, tag }: Endpoint, objects: Objects, { role, visibility }: Asker): RowRequest {
  const { slug, versionId } = objects.scripts.open;
  const { id: jobId, disabled, deletable } = objects.jobs[visibility];
  const jobIds: Record<string, number> = { deleteJob: deletable.deleteJob[role], rerunJob: disabled };
  const objectId = {
    Jobs: jobIds[id] ?? jobId,
    "API keys": objects.apiKeys[id === "deleteApiKey" ? id : "switchApiKey"][role],
    "Virtual environments": objects.environment,
  }[tag];
  const filled = path
    .replace("{slug}", slug)
    .replace("{versionId}", String(versionId))
    .replace("{id}", String(objectId));
  return { path: filled, fields: bodies[id] ?? {} };
}

const objectsOfTags: Record<string, string> = {
  "API keys": "an API key of the owner's",
  "Virtual environments": "an environment",
  Scripts: "a script",
};

const apiRoutes = endpoints.flatMap((endpoint) => {
  const file = endpoint.path.slice(1).replaceAll("{", "[").replaceAll("}", "]");
  const method = endpoint.method.toUpperCase() as Method; // the same words in capitals
  const rowOf = (object: string, visibility: Asker["visibility"] = "private") =>
    about(
      object,
      route(`${method} ${file}`, answersOf(endpoint), (objects, role) =>
        requestOf(endpoint, objects, { role, visibility }),
      ),
    );
  if (endpoint.tag === "Jobs") return [rowOf("a private job"), rowOf("a public job", "public")];
  return [rowOf(endpoint.path.includes("{") ? (objectsOfTags[endpoint.tag] ?? "") : "")];
});

export const routes: Row[] = [
  ...pagesRoutes,
  ...jobRoutes,
  ...selectionRoutes,
  ...inputRoutes,
  ...commandRoutes,
  ...runRoutes,
  ...uploadRoutes,
  ...operationRoutes,
  ...apiRoutes,
];
