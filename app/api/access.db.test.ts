import { beforeAll, describe, expect, test } from "vitest";
import {
  aJob,
  anApiKey,
  anEnvironment,
  aScript,
  aStaffUser,
  aUser,
  bearer,
  type ScriptWithVersion,
} from "@/db/testing/factories";
import { type Endpoint, endpoints, scopeOf } from "@/server/openapi/endpoints";
import { callEndpoint, databaseState } from "./testing/endpoint";

// Who may call what, for every endpoint of the API's document, with its exact answer and whether anything changes. The
// table of permissions (e2e/permissions/) asks the built product as further roles and keys.
const nobodies = ["anonymous", "bad key", "inactive key", "inactive user"] as const;
type Caller = "stranger" | "owner" | "staff";
/** Keys of the owner, who is staff as well, that allow one thing or are for one script. */
const limitedKeys = ["read and run", "this script", "another script"] as const;
type LimitedKey = (typeof limitedKeys)[number];

const unauthenticated = { valid: false, errors: { __all__: ["Must be authenticated to use this method."] } };
const onlySession = { valid: false, errors: { __all__: ["An API key cannot do this. Sign in to the site."] } };
const notStaff = { valid: false, errors: { __all__: ["You do not have permission to manage scripts."] } };

/** What is sent where a permitted caller needs to send something. */
const bodies: Record<string, Record<string, string>> = {
  changeVersion: { is_active: "true" },
  submitJob: { job_name: "a job" },
  createVirtualEnvironment: { name: "env", python_binary: "python3", venv_directory: "/srv" },
  changeVirtualEnvironment: { requirements: "numpy" },
  createApiKey: { name: "a key" },
};

let script: ScriptWithVersion;
const headersOf = new Map<string, Record<string, string>>();
let owner: { id: number };
/** The owner of the limited keys, and of what they are called with. */
let staffOwner: { id: number };

beforeAll(async () => {
  owner = await aUser();
  script = await aScript();
  const key = async (columns: Parameters<typeof anApiKey>[0]) => ({
    authorization: `Bearer ${(await anApiKey(columns)).key}`,
  });
  headersOf.set("anonymous", {});
  headersOf.set("bad key", { authorization: `Bearer wooey_${"x".repeat(43)}` });
  headersOf.set("inactive key", await key({ userId: owner.id, isActive: false }));
  headersOf.set("inactive user", await key({ userId: (await aStaffUser({ isActive: false })).id }));
  headersOf.set("stranger", await bearer(await aUser()));
  headersOf.set("owner", await bearer(owner));
  headersOf.set("staff", await bearer(await aStaffUser()));
  staffOwner = await aStaffUser();
  const limited = { userId: staffOwner.id };
  const other = await aScript();
  headersOf.set("read and run", await key({ ...limited, scopes: ["read", "run"] }));
  headersOf.set("this script", await key({ ...limited, scopes: ["read", "run", "manage"], scriptIds: [script.id] }));
  headersOf.set("another script", await key({ ...limited, scopes: ["read", "run", "manage"], scriptIds: [other.id] }));
});

/** Calls the endpoint about something of the owner's, made for this call. */
async function callAs(who: string, endpoint: Endpoint, ownerId = owner.id) {
  const status = endpoint.id === "rerunJob" ? "completed" : "queued";
  const id = async () => {
    if (endpoint.tag === "Jobs") return (await aJob({ ownerId, versionId: script.version.id, status })).id;
    if (endpoint.tag === "API keys") return (await anApiKey({ userId: ownerId })).id;
    return (await anEnvironment()).id;
  };
  const params = {
    ...(endpoint.path.includes("{slug}") ? { slug: script.slug } : {}),
    ...(endpoint.path.includes("{versionId}") ? { versionId: String(script.version.id) } : {}),
    ...(endpoint.path.includes("{id}") ? { id: String(await id()) } : {}),
  };
  const body = new URLSearchParams(bodies[endpoint.id]);
  const before = await databaseState();
  const answer = await callEndpoint(endpoint, params, { headers: headersOf.get(who) ?? {}, body });
  return { ...answer, isChanged: JSON.stringify(before) !== JSON.stringify(await databaseState()) };
}

/** Whether a limited key, whose owner may call every endpoint, may do so as well. */
function isAllowed(key: LimitedKey, endpoint: Endpoint): boolean {
  const scope = scopeOf(endpoint);
  const isOfScript = endpoint.tag === "Jobs" || endpoint.id === "submitJob";
  if (key === "this script" || key === "another script") return isOfScript && key === "this script";
  return scope === "read" || scope === "run";
}

function expected(who: Caller, endpoint: Endpoint): { status: number; json?: unknown } {
  const { who: allowed, tag, id } = endpoint;
  // Without a file in the request there is nothing to add.
  const good = id === "addOrUpdateScripts" ? 400 : 200;
  if (scopeOf(endpoint) === null) return { status: 403, json: onlySession };
  if (allowed === "staff") return who === "staff" ? { status: good } : { status: 403, json: notStaff };
  if (allowed === "any signed-in user" || who === "owner") return { status: good };
  // Wooey's own difference: another's job is forbidden, also to staff; another's key is not there.
  const message = tag === "Jobs" ? "You are not permitted to access this job." : "API Key not found";
  return { status: tag === "Jobs" ? 403 : 404, json: { valid: false, errors: { __all__: [message] } } };
}

describe.each(endpoints.map((endpoint) => [`${endpoint.method.toUpperCase()} ${endpoint.path}`, endpoint] as const))(
  "%s",
  (_, endpoint) => {
    test.each(nobodies)("403 for %s, and nothing changes", async (who) => {
      const { status, json, isChanged } = await callAs(who, endpoint);
      expect({ status, json, isChanged }).toEqual({ status: 403, json: unauthenticated, isChanged: false });
    });

    test.each(["stranger", "owner", "staff"] as const)("answers %s as the table says", async (who) => {
      const { status, json, isChanged } = await callAs(who, endpoint);
      const expectedAnswer = expected(who, endpoint);
      expect(status).toBe(expectedAnswer.status);
      if (expectedAnswer.json) expect(json).toEqual(expectedAnswer.json);
      if (status !== 200 || endpoint.method === "get") expect(isChanged).toBe(false);
      else if (endpoint.id !== "changeVersion") expect(isChanged).toBe(true);
    });

    test.each(limitedKeys)("answers a key for %s as far as the key allows, otherwise 403", async (key) => {
      const { status, isChanged } = await callAs(key, endpoint, staffOwner.id);
      if (isAllowed(key, endpoint)) return expect(status).toBe(endpoint.id === "addOrUpdateScripts" ? 400 : 200);
      expect({ status, isChanged }).toEqual({ status: 403, isChanged: false });
    });
  },
);
