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
import { type Endpoint, endpoints } from "@/server/openapi/endpoints";
import { callEndpoint, databaseState } from "./testing/endpoint";

// Who may call what, for every endpoint of the API's document.
const nobodies = ["anonymous", "bad key", "inactive key", "expired key", "inactive user"] as const;
type Caller = "stranger" | "owner" | "staff";

const unauthenticated = { valid: false, errors: { __all__: ["Must be authenticated to use this method."] } };
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

beforeAll(async () => {
  owner = await aUser();
  script = await aScript();
  const key = async (columns: Parameters<typeof anApiKey>[0]) => ({
    authorization: `Bearer ${(await anApiKey(columns)).key}`,
  });
  headersOf.set("anonymous", {});
  headersOf.set("bad key", { authorization: `Bearer wooey_${"x".repeat(43)}` });
  headersOf.set("inactive key", await key({ userId: owner.id, isActive: false }));
  headersOf.set("expired key", await key({ userId: owner.id, expiresAt: new Date(Date.now() - 1000) }));
  headersOf.set("inactive user", await key({ userId: (await aStaffUser({ isActive: false })).id }));
  headersOf.set("stranger", await bearer(await aUser()));
  headersOf.set("owner", await bearer(owner));
  headersOf.set("staff", await bearer(await aStaffUser()));
});

/** Calls the endpoint about something of the owner's, made for this call. */
async function callAs(who: string, endpoint: Endpoint) {
  const status = endpoint.id === "rerunJob" ? "completed" : "queued";
  const id = async () => {
    if (endpoint.tag === "Jobs") return (await aJob({ ownerId: owner.id, versionId: script.version.id, status })).id;
    if (endpoint.tag === "API keys") return (await anApiKey({ userId: owner.id })).id;
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

function expected(who: Caller, { who: allowed, tag, id }: Endpoint): { status: number; json?: unknown } {
  // Without a file in the request there is nothing to add.
  const good = id === "addOrUpdateScripts" ? 400 : 200;
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
  },
);
