import { beforeAll, describe, expect, test } from "vitest";
import { anApiKey, aParameter, aScript, aSpec, aStaffUser, aUser, aVersion, aWorker } from "@/db/testing/factories";
import { callOperation } from "../testing/operation";

let staff: Record<string, string>;
let administrator: Record<string, string>;
beforeAll(async () => {
  const keyOf = async (userId: number) => ({
    authorization: `Bearer ${(await anApiKey({ userId, scopes: ["manage"] })).key}`,
  });
  staff = await keyOf((await aStaffUser()).id);
  administrator = await keyOf((await aUser({ role: "administrator" })).id);
});

describe("scripts", () => {
  test("201 for a script as text with its form, as a version of it, and as a file", async () => {
    const form = "params:\n  - { name: words, type: integer }\n";
    const json = {
      name: "api counter",
      filename: "count.sh",
      source: "#!/bin/sh\necho 1\n",
      form,
      description: "Counts",
    };
    const added = await callOperation("addScript", { headers: staff, json });
    expect([added.status, added.json]).toEqual([201, { slug: "api-counter", version: "v1.1", isDefault: true }]);
    expect(added.headers.get("location")).toBe("/api/v2/scripts/api-counter");
    const version = { filename: "count.sh", source: "#!/bin/sh\necho 2\n", form, makeDefault: false };
    const params = { slug: "api-counter" };
    const second = await callOperation("addScriptVersion", { headers: staff, params, json: version });
    expect(second.json).toEqual({ slug: "api-counter", version: "v1.2", isDefault: false });
    const repeated = await callOperation("addScriptVersion", { headers: staff, params, json: version });
    expect(repeated.status).toBe(409);
    const body = new FormData();
    body.append("script", JSON.stringify({}));
    body.append("file", new File(["#!/bin/sh\necho 3\n"], "count.sh"));
    body.append("form", new File([form], "count.sh.form.yaml"));
    const third = await callOperation("addScriptVersion", { headers: staff, params, body });
    expect([third.status, third.json.version]).toEqual([201, "v1.3"]);
    const source = await callOperation("getScriptSource", { headers: staff, params: { ...params, version: "v1.3" } });
    expect(source.headers.get("content-disposition")).toContain("count.sh");
  });

  test("200 for the form of a script that is not added", async () => {
    const form = "description: Counts\nparams:\n  - { name: words, type: integer }\n";
    const json = { filename: "described.sh", source: "#!/bin/sh\n", form };
    const { status, json: answer } = await callOperation("describeScriptFile", { headers: staff, json });
    expect(status).toBe(200);
    expect(answer.input.properties).toHaveProperty("words");
    expect((await callOperation("describeScript", { headers: staff, params: { slug: "described" } })).status).toBe(404);
  });

  test("422 for a script without its file, with both, and for an unknown environment", async () => {
    const refused = async (json: object) => (await callOperation("addScript", { headers: staff, json })).json;
    expect((await refused({ name: "x" })).errors).toMatchObject([{ pointer: "/source" }]);
    expect((await refused({ name: "x", source: "y" })).errors).toMatchObject([{ pointer: "/filename" }]);
    const environmentId = 2_000_000_000;
    expect((await refused({ name: "x", filename: "x.sh", source: "y", environmentId })).errors).toMatchObject([
      { pointer: "/environmentId", given: environmentId },
    ]);
    const misspelled = await refused({ nmae: "x" });
    expect(misspelled.errors.map((error: { pointer: string }) => error.pointer)).toEqual(["/name", "/nmae"]);
  });

  test("settings change, 409 for a change since then, and the script is deleted by its name", async () => {
    const { slug, name } = await aScript();
    const params = { slug };
    const before = (await callOperation("getScriptSettings", { headers: staff, params })).json;
    const json = { isActive: false, limits: { runSeconds: 60 }, seenModifiedAt: before.modifiedAt };
    const changed = await callOperation("changeScriptSettings", { headers: staff, params, json });
    expect(changed.json).toMatchObject({ isActive: false, limits: { runSeconds: 60 } });
    const stale = await callOperation("changeScriptSettings", { headers: staff, params, json });
    expect(stale.status).toBe(409);
    const wrong = await callOperation("deleteScript", { headers: staff, params, query: "?name=other" });
    expect(wrong.status).toBe(400);
    const query = `?name=${encodeURIComponent(name)}`;
    expect((await callOperation("deleteScript", { headers: staff, params, query })).status).toBe(204);
    expect((await callOperation("getScriptSettings", { headers: staff, params })).status).toBe(404);
  });

  test("versions are enabled, made the default and deleted by their label", async () => {
    const script = await aScript();
    const other = await aVersion(script, { version: "2.0", isActive: false });
    const params = { slug: script.slug, version: `v2.0.${other.iteration}` };
    const json = { isActive: true, isDefault: true as const };
    expect(
      (await callOperation("changeScriptVersion", { headers: staff, params, json: { isDefault: true } })).status,
    ).toBe(422);
    expect(
      (await callOperation("changeScriptVersion", { headers: staff, params, json: { isActive: true } })).status,
    ).toBe(204);
    expect((await callOperation("changeScriptVersion", { headers: staff, params, json })).status).toBe(204);
    const shown = await callOperation("describeScript", { headers: staff, params });
    expect(shown.json.version).toBe(params.version);
    const first = { slug: script.slug, version: `v1.${script.version.iteration}` };
    expect((await callOperation("deleteScriptVersion", { headers: staff, params: first })).status).toBe(204);
    expect((await callOperation("deleteScriptVersion", { headers: staff, params: first })).status).toBe(404);
  });

  test("corrections of a parameter replace each other, and 422 for one that does not fit", async () => {
    const { slug } = await aScript({ spec: aSpec([aParameter("count", { type: "integer" })]) });
    const params = { slug, parameter: "count" };
    const written = await callOperation("writeCorrection", { headers: staff, params, json: { label: "How many" } });
    expect(written.json.items).toEqual([{ path: "count", correction: { label: "How many" } }]);
    const missing = { slug, parameter: "other" };
    expect(
      (await callOperation("writeCorrection", { headers: staff, params: missing, json: { label: "x" } })).status,
    ).toBe(422);
    expect((await callOperation("writeCorrection", { headers: staff, params, json: { lable: "x" } })).status).toBe(422);
    await callOperation("writeCorrection", { headers: staff, params, json: {} });
    expect((await callOperation("listCorrections", { headers: staff, params })).json.items).toEqual([]);
  });

  test("the list for staff has disabled scripts", async () => {
    const { slug, name } = await aScript({ isActive: false });
    const query = `?state=off&q=${encodeURIComponent(name)}`;
    const { json } = await callOperation("listManagedScripts", { headers: staff, query });
    expect(json.items.map((item: { slug: string }) => item.slug)).toEqual([slug]);
  });
});

test("groups, their members and environments are created, changed and deleted", async () => {
  const user = await aUser();
  const group = (await callOperation("createUserGroup", { headers: staff, json: { name: "api members" } })).json;
  expect((await callOperation("createUserGroup", { headers: staff, json: { name: "api members" } })).status).toBe(409);
  const params = { id: String(group.id) };
  const member = { ...params, username: user.username };
  expect((await callOperation("addUserGroupMember", { headers: staff, params: member })).status).toBe(204);
  const nobody = { ...params, username: "nobody-of-this-name" };
  expect((await callOperation("addUserGroupMember", { headers: staff, params: nobody })).status).toBe(404);
  const shown = await callOperation("getUserGroup", { headers: staff, params });
  expect(shown.json.members).toMatchObject([{ username: user.username }]);
  expect((await callOperation("removeUserGroupMember", { headers: staff, params: member })).status).toBe(204);

  const json = { name: "api group", userGroupIds: [group.id] };
  const scripts = (await callOperation("createScriptGroup", { headers: staff, json })).json;
  expect(scripts).toMatchObject({ name: "api group", userGroupIds: [group.id] });
  const ofGroup = { id: String(scripts.id) };
  const opened = await callOperation("changeScriptGroup", {
    headers: staff,
    params: ofGroup,
    json: { userGroupIds: [] },
  });
  expect(opened.json.userGroupIds).toEqual([]);
  expect((await callOperation("deleteScriptGroup", { headers: staff, params: ofGroup })).status).toBe(204);
  expect((await callOperation("deleteScriptGroup", { headers: staff, params: ofGroup })).status).toBe(404);
  expect((await callOperation("deleteUserGroup", { headers: staff, params })).status).toBe(204);

  const environment = { name: "api env", python: "python3", requirements: "numpy" };
  const made = (await callOperation("createEnvironment", { headers: staff, json: environment })).json;
  expect(made).toMatchObject({ ...environment, state: "missing", scripts: [] });
  const ofEnvironment = { id: String(made.id) };
  const changed = await callOperation("changeEnvironment", {
    headers: staff,
    params: ofEnvironment,
    json: { name: "b" },
  });
  expect(changed.json).toMatchObject({ name: "b", requirements: "numpy" });
  const ordered = await callOperation("buildEnvironment", { headers: staff, params: ofEnvironment });
  expect([ordered.status, ordered.json.state]).toEqual([202, "ordered"]);
  expect((await callOperation("deleteEnvironment", { headers: staff, params: ofEnvironment })).status).toBe(204);
});

test("users are for administrators; the audit, the workers and the queue are for staff", async () => {
  const user = await aUser({ fullName: "Listed person" });
  expect((await callOperation("listUsers", { headers: staff })).status).toBe(403);
  const query = `?q=${user.username}&limit=1`;
  const users = await callOperation("listUsers", { headers: administrator, query });
  expect(users.json.items).toMatchObject([{ username: user.username, isActive: true }]);
  const params = { id: String(user.id) };
  const disabled = await callOperation("changeUser", { headers: administrator, params, json: { isActive: false } });
  expect(disabled.json.isActive).toBe(false);
  expect((await callOperation("changeUser", { headers: administrator, params, json: { role: "staff" } })).status).toBe(
    422,
  );
  const audit = await callOperation("listAudit", { headers: staff, query: "?action=user.deactivate&limit=1" });
  expect(audit.json.items).toMatchObject([{ action: "user.deactivate", target: `user:${user.username}` }]);
  const worker = await aWorker({ slots: 3 });
  const workers = await callOperation("listWorkers", { headers: staff });
  expect(workers.json.items).toContainEqual(expect.objectContaining({ id: worker.id, slots: 3, isOnline: true }));
  expect((await callOperation("getQueue", { headers: staff })).status).toBe(200);
});
