import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import {
  anEnvironment,
  aParameter,
  aScript,
  aSpec,
  aStaffUser,
  aUser,
  aVersion,
  aWorker,
  bearer,
} from "@/db/testing/factories";
import { isStored } from "@/server/storage/store";
import * as patch from "./[slug]/patch/route";
import * as detail from "./[slug]/route";
import * as patchVersion from "./[slug]/versions/[versionId]/patch/route";
import * as source from "./[slug]/versions/[versionId]/source/route";
import * as addOrUpdate from "./add-or-update/route";
import * as list from "./list/route";

const address = "http://localhost:3000/api/scripts/v1/";
const notFound = { valid: false, errors: { script: ["Unable to find script."] } };

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

async function staff() {
  return bearer(await aStaffUser());
}

function json(method: string, body: unknown, headers: Record<string, string>) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Request(address, { method, body: text, headers: { "content-type": "application/json", ...headers } });
}

function form(fields: Record<string, string>, files: [string, string][], headers: Record<string, string>) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const [name, content] of files) body.append(name, new File([content], `${name}.py`));
  return new Request(address, { method: "POST", body, headers });
}

const at = <T extends object>(params: T) => ({ params: Promise.resolve(params) });
const patchScript = async (slug: string, body: unknown) =>
  patch.PATCH(json("PATCH", body, await staff()), at({ slug }));

/** A worker that reads every script as one with an option, and refuses those that say "broken". */
async function withWorker() {
  await aWorker();
  return pg.listen("wooey_describe", async (id) => {
    const [row] = await pg`select sha256, filename from descriptions where id = ${id}`;
    const isBroken = String(row?.filename).startsWith("broken");
    const error = { code: "syntax", message: "No Python." };
    const spec = isBroken ? null : aSpec([aParameter("who")]);
    const report = { spec, durationMs: 1, isolationLevel: 0, ...(isBroken ? { error } : {}) };
    await pg`update descriptions set status = 'done', report = ${pg.json(report as never)} where id = ${id}`;
    await pg.notify("wooey_described", id);
  });
}

describe("every management endpoint", () => {
  const any = { slug: "some-script", versionId: "1" };
  const calls: [string, (headers: Record<string, string>) => Response | Promise<Response>][] = [
    ["add-or-update", (headers) => addOrUpdate.POST(json("POST", {}, headers), at({}))],
    ["list", (headers) => list.GET(new Request(address, { headers }), at({}))],
    ["detail", (headers) => detail.GET(new Request(address, { headers }), at(any))],
    ["patch", (headers) => patch.PATCH(json("PATCH", {}, headers), at(any))],
    ["version patch", (headers) => patchVersion.PATCH(json("PATCH", {}, headers), at(any))],
    ["source", (headers) => source.GET(new Request(address, { headers }), at(any))],
  ];

  test.each(calls)("403 without a person, and for one who is not staff: %s", async (_, call) => {
    const nobody = await call({});
    expect(nobody.status).toBe(403);
    expect(await nobody.json()).toEqual({
      valid: false,
      errors: { __all__: ["Must be authenticated to use this method."] },
    });
    const user = await call(await bearer(await aUser()));
    expect(user.status).toBe(403);
    expect(await user.json()).toEqual({
      valid: false,
      errors: { __all__: ["You do not have permission to manage scripts."] },
    });
  });

  test("405 with Allow, before anybody is asked who they are", async () => {
    const response = await patch.GET(new Request(address), at({ slug: "x" }));
    expect([response.status, response.headers.get("allow"), await response.text()]).toEqual([405, "PATCH", ""]);
  });
});

describe("POST add-or-update", () => {
  test("200 with one element a file, also for one that cannot be read", async () => {
    const worker = await withWorker();
    const files: [string, string][] = [
      ["Cat Fetcher", "print(1)"],
      ["broken", "x"],
      ["Dog Fetcher", "print(2)"],
    ];
    const response = await addOrUpdate.POST(form({ group: "Pets", default: "False" }, files, await staff()), at({}));
    await worker.unlisten();
    expect(response.status).toBe(200);
    const element = {
      success: true,
      errors: null,
      version: "1",
      iteration: 1,
      is_default: true,
      id: expect.any(Number),
    };
    expect(await response.json()).toEqual([
      { ...element, script: "Cat Fetcher", slug: "cat-fetcher" },
      { script: "broken", success: false, errors: "ParserError: No Python." },
      { ...element, script: "Dog Fetcher", slug: "dog-fetcher" },
    ]);
    const [kept] = await pg`select sha256, filename from script_versions where filename = 'Cat Fetcher.py'`;
    expect(await isStored(kept?.sha256)).toBe(true);
    const second = await addOrUpdate.POST(form({}, [["Cat Fetcher", "print(1)"]], await staff()), at({}));
    expect(await second.json()).toEqual([
      { script: "Cat Fetcher", success: false, errors: "This script already exists!" },
    ]);
    expect(await isStored(kept?.sha256)).toBe(true);
  });

  test("200 with a script that its form file describes, of any language; a form file alone is refused", async () => {
    const body = new FormData();
    body.append("Greeter", new File(["#!/bin/bash\necho $1"], "greet.sh"));
    body.append("any field", new File(["params:\n  - { name: who, help: To greet. }\n"], "greet.sh.form.yaml"));
    body.append("Lost", new File(["params: []\n"], "lost.form.yaml"));
    const request = new Request(address, { method: "POST", body, headers: await staff() });
    expect(await (await addOrUpdate.POST(request, at({}))).json()).toMatchObject([
      { script: "Greeter", success: true },
      { script: "Lost", success: false, errors: expect.stringContaining("was not uploaded with it") },
    ]);
    const [version] = await pg`select spec from script_versions where filename = 'greet.sh'`;
    expect(version?.spec).toMatchObject({ engine: "declared", command: { params: [{ id: "who" }] } });
  });

  test("200 with the last of two files under one name", async () => {
    const worker = await withWorker();
    const files: [string, string][] = [
      ["Last Wins", "one"],
      ["Last Wins", "two"],
    ];
    const response = await addOrUpdate.POST(form({}, files, await staff()), at({}));
    await worker.unlisten();
    expect(await response.json()).toHaveLength(1);
    const [row] =
      await pg`select size_bytes, sha1 from script_versions v join scripts s on s.id = v.script_id where name = 'Last Wins'`;
    expect(row?.sha1).toBe("ad782ecdac770fc6eb9a62e44f90873fb97fb26b"); // of "two"
  });

  test("400 without a file, whatever the body", async () => {
    const missing = { valid: false, errors: { script_file: ["A script file is required."] } };
    const urlencoded = new Request(address, {
      method: "POST",
      body: new URLSearchParams({ group: "x" }),
      headers: await staff(),
    });
    for (const request of [
      urlencoded,
      json("POST", { group: "x" }, await staff()),
      form({ a: "b" }, [], await staff()),
    ]) {
      const response = await addOrUpdate.POST(request, at({}));
      expect([response.status, await response.json()]).toEqual([400, missing]);
    }
  });

  const choice = "Select a valid choice. That choice is not one of the available choices.";
  const refusals: [Record<string, string>, Record<string, string[]>][] = [
    [{ script_order: "abc" }, { script_order: ["Enter a whole number."] }],
    [{ script_order: "0" }, { script_order: ["Ensure this value is greater than or equal to 1."] }],
    [{ virtual_environment: "999999" }, { virtual_environment: [choice] }],
    [
      { script_order: "1.5", virtual_environment: "x" },
      { script_order: ["Enter a whole number."], virtual_environment: [choice] },
    ],
    [{ is_active: "garbage" }, { is_active: ["Enter true or false."] }],
    [{ default: "" }, { default: ["Enter true or false."] }],
  ];
  test.each(refusals)("400 by field for %j, and nothing stays behind", async (fields, errors) => {
    const before =
      await pg`select (select count(*) from scripts) as scripts, (select count(*) from descriptions) as asked`;
    const content = `never stored ${JSON.stringify(fields)}`;
    const response = await addOrUpdate.POST(form(fields, [["Never made", content]], await staff()), at({}));
    expect([response.status, await response.json()]).toEqual([400, { valid: false, errors }]);
    expect(await isStored(sha256(content))).toBe(false);
    expect(
      await pg`select (select count(*) from scripts) as scripts, (select count(*) from descriptions) as asked`,
    ).toEqual(before);
  });

  test("503 with no worker online, and nothing stays behind", async () => {
    await pg`delete from workers`;
    const response = await addOrUpdate.POST(form({}, [["Never read", "nobody reads it"]], await staff()), at({}));
    expect(response.status).toBe(503);
    expect(await pg`select 1 from scripts where name = 'Never read'`).toHaveLength(0);
    expect(await isStored(sha256("nobody reads it"))).toBe(false);
  });

  test("400 for malformed multipart, 413 for too much", async () => {
    const headers = { ...(await staff()), "content-type": "multipart/form-data; boundary=x" };
    const broken = await addOrUpdate.POST(
      new Request(address, { method: "POST", body: "--x\r\nbad", headers }),
      at({}),
    );
    expect(broken.status).toBe(400);
    const large = await addOrUpdate.POST(
      form({}, [["Large", "x".repeat(10 * 1024 * 1024 + 1)]], await staff()),
      at({}),
    );
    expect(large.status).toBe(413);
  });
});

describe("GET list and detail", () => {
  test("200 with each of many scripts once, by name, read bit by bit", async () => {
    const { groupId } = await aScript({ name: "many" });
    const many = Array.from({ length: 1050 }, (_, n) => ({
      group_id: groupId,
      name: `many ${n % 9}`,
      slug: `many-${n}`,
    }));
    await pg`insert into scripts ${pg(many)}`;
    const response = await list.GET(new Request(address, { headers: await staff() }), at({}));
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
    const chunks: Buffer[] = [];
    for await (const chunk of response.body!) chunks.push(Buffer.from(chunk));
    expect(chunks.length).toBeGreaterThan(2);
    const { valid, scripts } = JSON.parse(Buffer.concat(chunks).toString());
    expect(valid).toBe(true);
    const rows = await pg`select id from scripts order by name, id`;
    expect(scripts.map((script: { id: number }) => script.id)).toEqual(rows.map((row) => row.id));
    await pg`delete from scripts where name like 'many%'`;
  });

  test("200 with every script by name, as Wooey shows one", async () => {
    const environment = await anEnvironment({ name: "venv" });
    const [second, first] = [
      await aScript({ name: "list b" }),
      await aScript({ name: "list a", isActive: false, environmentId: environment.id }),
    ];
    const response = await list.GET(new Request(address, { headers: await staff() }), at({}));
    const { valid, scripts } = await response.json();
    expect(valid).toBe(true);
    const listed = scripts.filter((script: { script_name: string }) => script.script_name.startsWith("list "));
    expect(listed.map((script: { id: number }) => script.id)).toEqual([first.id, second.id]);
    expect(listed[0]).toEqual({
      id: first.id,
      slug: first.slug,
      script_name: "list a",
      group: first.group.name,
      group_slug: first.group.slug,
      virtual_environment_id: environment.id,
      virtual_environment_name: "venv",
      script_description: "",
      documentation: "",
      script_order: 1,
      is_active: false,
      ignore_bad_imports: false,
      execute_full_path: true,
      save_path: "",
      created_date: first.createdAt.toISOString(),
      created_by: "",
      modified_date: first.modifiedAt.toISOString(),
      modified_by: "",
      versions_count: 1,
      issues: [],
      default_version: {
        id: first.version.id,
        script_version: "1",
        script_iteration: 1,
        is_active: true,
        default_version: true,
        checksum: first.version.sha1,
        script_path: "wooey_scripts/script.py",
        script_url: `/api/scripts/v1/${first.slug}/versions/${first.version.id}/source/`,
        script_filename: "script.py",
        created_date: first.version.createdAt.toISOString(),
        created_by: "",
        modified_date: first.version.modifiedAt.toISOString(),
        modified_by: "",
      },
    });
  });

  test("200 with the versions, newest first; 404 for an unknown slug", async () => {
    const script = await aScript();
    const second = await aVersion(script, { isActive: false });
    const get = async (slug: string) => detail.GET(new Request(address, { headers: await staff() }), at({ slug }));
    const body = await (await get(script.slug)).json();
    expect(body.script.versions.map((version: { id: number }) => version.id)).toEqual([second.id, script.version.id]);
    expect(body.script.versions_count).toBe(2);
    const missing = await get("nowhere");
    expect([missing.status, await missing.json()]).toEqual([404, notFound]);
  });

  test("200 with a version's own file, 404 for another script's", async () => {
    const script = await aScript({ source: "print(1)\n", filename: "tool ü.py" });
    const get = async (versionId: string) =>
      source.GET(new Request(address, { headers: await staff() }), at({ slug: script.slug, versionId }));
    const response = await get(String(script.version.id));
    expect(response.headers.get("x-send-file")).toMatch(new RegExp(`${script.version.sha256}$`));
    expect(response.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''tool%20%C3%BC.py");
    expect((await get(String((await aScript()).version.id))).status).toBe(404);
    expect((await get("x")).status).toBe(404);
  });
});

describe("PATCH script", () => {
  test("200 with every field changed, from JSON and from a form", async () => {
    const script = await aScript();
    const environment = await anEnvironment();
    const everything = {
      script_name: " Patched ",
      group: "Patch Group",
      script_description: "new",
      documentation: "doc",
      script_order: 5,
      is_active: false,
      ignore_bad_imports: true,
      execute_full_path: false,
      save_path: "there",
      virtual_environment: environment.id,
      slug: "stolen",
      id: 1,
    };
    const body = await (await patchScript(script.slug, everything)).json();
    const { slug, id, script_name, virtual_environment, ...rest } = everything;
    expect(body.script).toMatchObject({ ...rest, id: script.id, slug: script.slug, script_name: "Patched" });
    expect(body.script.virtual_environment_id).toBe(environment.id);
    const fields = new URLSearchParams({
      is_active: "True",
      execute_full_path: "2",
      virtual_environment: "",
      group: "",
    });
    const request = new Request(address, { method: "PATCH", body: fields, headers: await staff() });
    const changed = (await (await patch.PATCH(request, at({ slug: script.slug }))).json()).script;
    expect(changed).toMatchObject({ is_active: true, execute_full_path: true, group: "Scripts", documentation: "doc" });
    expect(changed.virtual_environment_id).toBeNull();
  });

  test.each([
    [false, false],
    [true, true],
    [0, false],
    [1, true],
    ["false", false],
    ["True", true],
    ["3", false],
    ["2", true],
  ])("200 for is_active %j", async (value, is_active) => {
    const { slug } = await aScript();
    expect((await (await patchScript(slug, { is_active: value })).json()).script.is_active).toBe(is_active);
  });

  const bad: [unknown, string[]][] = [
    [{ script_name: "" }, ["script_name"]],
    [{ script_name: "  " }, ["script_name"]],
    [{ script_name: null }, ["script_name"]],
    [{ script_name: "x".repeat(256) }, ["script_name"]],
    [{ script_name: "a\0b" }, ["script_name"]],
    [{ script_name: ["x"] }, ["script_name"]],
    [{ script_order: -1, script_name: "" }, ["script_name", "script_order"]],
    [{ script_order: null }, ["script_order"]],
    [{ script_order: 1e9 }, ["script_order"]],
    [{ is_active: null }, ["is_active"]],
    [{ execute_full_path: "garbage" }, ["execute_full_path"]],
    [{ ignore_bad_imports: "on" }, ["ignore_bad_imports"]],
    [{ virtual_environment: {} }, ["virtual_environment"]],
    ["{bad", ["__all__"]],
    ["[1]", ["__all__"]],
  ];
  test.each(bad)("400 for %j, and nothing changes", async (body, fields) => {
    const script = await aScript();
    const response = await patchScript(script.slug, body);
    expect(response.status).toBe(400);
    expect(Object.keys((await response.json()).errors).sort()).toEqual(fields);
    const [row] = await pg`select modified_at from scripts where id = ${script.id}`;
    expect(row?.modified_at).toEqual(script.modifiedAt);
  });

  test("200 for an empty patch, 404 for an unknown slug", async () => {
    expect((await patchScript((await aScript()).slug, {})).status).toBe(200);
    const missing = await patchScript("nowhere", {});
    expect([missing.status, await missing.json()]).toEqual([404, notFound]);
  });
});

describe("PATCH version", () => {
  const call = async (slug: string, versionId: number | string, body: unknown) =>
    patchVersion.PATCH(json("PATCH", body, await staff()), at({ slug, versionId: String(versionId) }));

  test("200 with the script and the version", async () => {
    const script = await aScript();
    const second = await aVersion(script);
    const body = await (await call(script.slug, second.id, { default_version: "true" })).json();
    expect(body).toMatchObject({ valid: true, version: { id: second.id, default_version: true } });
    expect(body.script.default_version.id).toBe(second.id);
  });

  test("400 without a field, and for one that is no boolean", async () => {
    const script = await aScript();
    const errorsOf = async (body: unknown) => {
      const response = await call(script.slug, script.version.id, body);
      return [response.status, (await response.json()).errors];
    };
    const required = ["This field is required."];
    expect(await errorsOf({})).toEqual([400, { __all__: ["At least one field is required."] }]);
    expect(await errorsOf({ script_version: "9" })).toEqual([400, { __all__: ["At least one field is required."] }]);
    expect(await errorsOf({ default_version: null })).toEqual([400, { default_version: required }]);
    expect(await errorsOf({ default_version: "garbage", is_active: "maybe" })).toEqual([
      400,
      { default_version: required, is_active: required },
    ]);
    expect(await errorsOf({ default_version: false })).toEqual([
      400,
      { default_version: ["A script must have a default version."] },
    ]);
  });

  test("404 for an unknown version and for another script's", async () => {
    const [script, other] = [await aScript(), await aScript()];
    for (const id of [99999999, "x", other.version.id]) {
      const response = await call(script.slug, id, { is_active: true });
      expect([response.status, await response.json()]).toEqual([
        404,
        { valid: false, errors: { script_version: ["Unable to find script version."] } },
      ]);
    }
    expect((await call("nowhere", script.version.id, { is_active: true })).status).toBe(404);
  });
});
