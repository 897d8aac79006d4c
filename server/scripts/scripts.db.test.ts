import { describe, expect, test, vi } from "vitest";
import type { DescribeReport, ScriptSpec } from "@/command-line/spec";
import { db, pg } from "@/db/client";
import {
  actorOf,
  aGroup,
  aJob,
  anAnonymous,
  aParameter,
  aScript,
  aSpec,
  aStaffUser,
  aStoredFile,
  aUser,
  aUserGroup,
  aVersion,
  aWorker,
} from "@/db/testing/factories";
import { type Actor, systemActor } from "@/server/auth/actor";
import { getWooeyScript, listWooeyScripts } from "@/server/wooey/scripts";
import { type AddScriptInput, addScript } from "./add";
import { describeByWorker } from "./describe-upload";
import { listHomeGroups, searchScripts } from "./home";
import { patchScript } from "./patch";
import { patchVersion } from "./patch-version";
import { scriptsVisibleTo } from "./policy";
import { findScript, findVersion, mayRunScript } from "./queries";
import { getVersionSource } from "./source";
import { findVersionToRun } from "./version-to-run";

const report = (spec: ScriptSpec | null, error?: DescribeReport["error"]): DescribeReport => ({
  spec,
  ...(error ? { error } : {}),
  durationMs: 5,
  isolationLevel: 1,
});
const aGoodSpec = (overrides: Partial<ScriptSpec> = {}) => aSpec([aParameter("who")], overrides);
const describing = (spec: ScriptSpec | null) => async () => report(spec);

async function add(name: string, more: Partial<AddScriptInput> = {}, actor: Actor = systemActor) {
  const content = more.content ?? (await aStoredFile());
  return addScript(actor, { name, filename: "tool.py", content, describe: describing(aGoodSpec()), ...more });
}

describe("who may see and run a script", () => {
  async function people() {
    const [red, blue] = [await aUserGroup(), await aUserGroup()];
    return {
      red,
      blue,
      actors: {
        anonymous: anAnonymous() as Actor,
        stranger: (await actorOf(await aUser())) as Actor,
        red: (await actorOf(await aUser({ groupIds: [red.id] }))) as Actor,
        blue: (await actorOf(await aUser({ groupIds: [blue.id] }))) as Actor,
        staff: (await actorOf(await aStaffUser())) as Actor,
      },
    };
  }
  const everyone = ["anonymous", "stranger", "red", "blue", "staff"];
  // Wooey 0.14, valid_user on the script and on its group. Staff see all scripts, and run those that they are permitted
  // to run.
  const table: [
    string,
    { script: string[]; group: string[]; isActive?: boolean; groupIsActive?: boolean },
    string[],
  ][] = [
    ["no groups", { script: [], group: [] }, everyone],
    ["the script is for red", { script: ["red"], group: [] }, ["red"]],
    ["the group is for red", { script: [], group: ["red"] }, ["red"]],
    ["script for red, group for blue", { script: ["red"], group: ["blue"] }, ["blue"]],
    ["script for red, group for both", { script: ["red"], group: ["red", "blue"] }, ["red", "blue"]],
    ["an inactive script", { script: [], group: [], isActive: false }, []],
    ["an inactive group", { script: [], group: [], groupIsActive: false }, []],
  ];

  test.each(table)("%s", async (_, given, runners) => {
    const { actors, ...groups } = await people();
    const idsOf = (names: string[]) => names.map((name) => groups[name as "red" | "blue"].id);
    const group = await aGroup({ userGroupIds: idsOf(given.group), isActive: given.groupIsActive ?? true });
    const script = await aScript({
      groupId: group.id,
      userGroupIds: idsOf(given.script),
      isActive: given.isActive ?? true,
    });
    for (const [name, actor] of Object.entries(actors)) {
      const mayRun = runners.includes(name);
      const mayOpen = mayRun || name === "staff";
      const found = await findScript(actor, script.slug);
      expect({ name, opens: found !== null }).toEqual({ name, opens: mayOpen });
      expect((await findVersion(actor, script.slug, {})) !== null).toBe(mayOpen);
      expect({ name, runs: await mayRunScript(actor, script.id) }).toEqual({ name, runs: mayRun });
      const running = findVersionToRun(actor, { slug: script.slug });
      if (mayRun) expect((await running)?.version.id).toBe(script.version.id);
      else await expect(running).rejects.toMatchObject({ code: "forbidden" });
      expect((await searchScripts(actor, `"${script.name}"`)).length).toBe(mayOpen && runners.length > 0 ? 1 : 0);
    }
  });

  test("anonymous visitors have no access if WOOEY_ALLOW_ANONYMOUS is off", async () => {
    const script = await aScript();
    const { env } = await import("@/server/env");
    const allowed = vi.spyOn(env(), "WOOEY_ALLOW_ANONYMOUS", "get" as never);
    allowed.mockReturnValue(false as never);
    try {
      expect(await findScript(anAnonymous(), script.slug)).toBeNull();
      expect(await mayRunScript(anAnonymous(), script.id)).toBe(false);
      const home = (await listHomeGroups(anAnonymous())).flatMap((group) => group.scripts);
      expect(home.find((one) => one.id === script.id)).toMatchObject({
        isLocked: true,
        lockReason: "Sign in to use this script.",
      });
      expect(await findScript(await actorOf(await aUser()), script.slug)).not.toBeNull();
    } finally {
      allowed.mockRestore();
    }
  });

  test("the scope can be added to any query of scripts", async () => {
    const script = await aScript({ isActive: false });
    const { scripts } = await import("@/db/schema/scripts");
    const count = async (actor: Actor) =>
      (await db.select({ id: scripts.id }).from(scripts).where(scriptsVisibleTo(actor))).filter(
        (row) => row.id === script.id,
      ).length;
    expect(await count(await actorOf(await aStaffUser()))).toBe(1);
    expect(await count(await actorOf(await aUser()))).toBe(0);
  });
});

describe("findScript and findVersion", () => {
  test("show the default version's form, and show inactive versions only to staff", async () => {
    const user = await aUser({ fullName: "Ada Lovelace" });
    const script = await aScript({
      spec: aGoodSpec(),
      filename: "tool.py",
      version: { createdById: user.id },
      documentation: "# Title",
    });
    const second = await aVersion(script, { isActive: false });
    const found = await findScript(await actorOf(user), script.slug);
    expect(found).toMatchObject({
      name: script.name,
      documentation: "# Title",
      group: { name: script.group.name },
      version: { id: script.version.id, createdBy: "Ada Lovelace", filename: "tool.py", spec: { schema: 1 } },
      isFavorite: false,
    });
    expect(found?.versions.map((version) => version.id)).toEqual([script.version.id]);
    const staff = await actorOf(await aStaffUser());
    expect((await findScript(staff, script.slug))?.versions.map((version) => version.id)).toEqual([
      second.id,
      script.version.id,
    ]);
    expect(await findVersion(await actorOf(user), script.slug, { versionId: second.id })).toBeNull();
    expect((await findVersion(staff, script.slug, { versionId: second.id }))?.id).toBe(second.id);
  });

  test("include whether the script is one of the actor's favourites", async () => {
    const [user, other] = [await aUser(), await aUser()];
    const script = await aScript();
    await pg`insert into favorites (user_id, script_id) values (${user.id}, ${script.id})`;
    expect((await findScript(await actorOf(user), script.slug))?.isFavorite).toBe(true);
    expect((await findScript(await actorOf(other), script.slug))?.isFavorite).toBe(false);
  });

  test("select by version and iteration: pages get the newest iteration, a run is refused", async () => {
    const script = await aScript({ version: { version: "1.0" } });
    const second = await aVersion(script, { version: "1.0", iteration: 2 });
    const other = await aVersion(script, { version: "2.0", iteration: 1 });
    const actor = await actorOf(await aUser());
    const by = { slug: script.slug };
    expect((await findVersion(actor, script.slug, { version: "1.0" }))?.id).toBe(second.id);
    expect((await findVersionToRun(actor, by, { version: "2.0" }))?.version.id).toBe(other.id);
    expect((await findVersionToRun(actor, by, { version: "1.0", iteration: 2 }))?.version.id).toBe(second.id);
    expect((await findVersionToRun(actor, by, { iteration: 2 }))?.version.id).toBe(second.id);
    expect((await findVersionToRun(actor, { versionId: second.id }))?.version.id).toBe(second.id);
    await expect(findVersionToRun(actor, by, { version: "1.0" })).rejects.toMatchObject({
      code: "invalid",
      fields: { version: [expect.any(String)] },
    });
    await expect(findVersionToRun(actor, by, { iteration: 1 })).rejects.toMatchObject({
      fields: { iteration: [expect.any(String)] },
    });
    expect(await findVersionToRun(actor, by, { version: "9" })).toBeNull();
    expect(await findVersionToRun(actor, { slug: "nowhere" })).toBeNull();
    expect(await findScript(actor, "nowhere")).toBeNull();
  });
});

describe("listHomeGroups", () => {
  test("orders groups by position and name, favourites first, then by position and name", async () => {
    const [late, early] = [
      await aGroup({ name: "A late", position: 90 }),
      await aGroup({ name: "Z early", position: 80 }),
    ];
    const inEarly = (name: string, position: number) => aScript({ groupId: early.id, name, position });
    await aScript({ groupId: late.id, name: "only" });
    await inEarly("b second", 1);
    await inEarly("A first", 1);
    await inEarly("before all", 0);
    const star = await inEarly("z star", 5);
    const user = await aUser();
    await pg`insert into favorites (user_id, script_id) values (${user.id}, ${star.id})`;
    const groups = (await listHomeGroups(await actorOf(user))).filter((group) =>
      [late.id, early.id].includes(group.id),
    );
    expect(groups.map((group) => group.name)).toEqual(["Z early", "A late"]);
    expect(groups[0]?.scripts.map((script) => script.name)).toEqual(["z star", "before all", "A first", "b second"]);
    expect(groups[0]?.scripts[0]).toMatchObject({
      isFavorite: true,
      versionLabel: "v1.1",
      isLocked: false,
      lockReason: null,
    });
  });

  test("shows the actor's last run, including that of an anonymous browser", async () => {
    const script = await aScript();
    const [user, browser] = [await aUser(), anAnonymous()];
    await aJob({ versionId: script.version.id, ownerId: user.id, status: "failed" });
    const second = await aVersion(script);
    const last = await aJob({ versionId: second.id, ownerId: user.id, status: "completed" });
    await aJob({ versionId: script.version.id, ownerId: user.id, deletedAt: new Date(), status: "completed" });
    const browserJob = await aJob({ versionId: script.version.id, browserHash: browser.browserHash });
    const lastRun = async (actor: Actor) =>
      (await listHomeGroups(actor)).flatMap((group) => group.scripts).find((one) => one.id === script.id)?.lastRun;
    expect(await lastRun(await actorOf(user))).toEqual({
      jobId: last.id,
      uuid: last.uuid,
      status: "completed",
      endedAt: last.endedAt,
    });
    expect(await lastRun(browser)).toMatchObject({ jobId: browserJob.id, status: "submitted", endedAt: null });
    expect(await lastRun(await actorOf(await aUser()))).toBeNull();
    expect(await lastRun({ kind: "anonymous", browserHash: null })).toBeNull();
  });

  test("lists the first scripts of a large group, and all of them if only that group is shown", async () => {
    const group = await aGroup({ name: "Large", position: 1 });
    for (let n = 0; n < 50; n++) await aScript({ groupId: group.id, name: `script ${String(n).padStart(2, "0")}` });
    const home = (await listHomeGroups(anAnonymous())).find((one) => one.id === group.id);
    expect(home).toMatchObject({ hasMore: true, scripts: expect.arrayContaining([expect.anything()]) });
    expect(home?.scripts[0]?.name).toBe("script 00");
    expect(home?.scripts.length).toBeLessThan(50);
    const alone = await listHomeGroups(anAnonymous(), { group: group.slug });
    expect(alone.map((one) => [one.id, one.scripts.length, one.hasMore])).toEqual([[group.id, 50, false]]);
  });

  test("locks scripts with the reason, and omits inactive ones and those without a version", async () => {
    const group = await aUserGroup();
    const locked = await aScript({ userGroupIds: [group.id] });
    const inactive = await aScript({ isActive: false });
    const empty = await aScript({ version: { isActive: false, isDefault: false } });
    const home = async (actor: Actor) => (await listHomeGroups(actor)).flatMap((one) => one.scripts);
    const seen = await home(await actorOf(await aUser()));
    expect(seen.find((one) => one.id === locked.id)).toMatchObject({
      isLocked: true,
      lockReason: expect.stringContaining("group"),
    });
    expect(seen.some((one) => [inactive.id, empty.id].includes(one.id))).toBe(false);
    expect(
      (await home(await actorOf(await aUser({ groupIds: [group.id] })))).find((one) => one.id === locked.id)?.isLocked,
    ).toBe(false);
  });
});

describe("searchScripts", () => {
  test("requires every word, keeps quoted words together, and takes LIKE's characters literally", async () => {
    const actor = await actorOf(await aUser());
    const cat = await aScript({ name: "Quokka fetcher", description: "loads 100% of them_all" });
    await aScript({ name: "Other quokka", description: "fetches no more" });
    const ids = async (text: string) => (await searchScripts(actor, text)).map((script) => script.id);
    expect(await ids("FETCHER quokka")).toEqual([cat.id]);
    expect(await ids('"quokka fetch"')).toEqual([cat.id]);
    expect((await ids("quokka")).length).toBe(2);
    expect((await ids("quokka"))[0]).toBe(cat.id); // the name starts with it
    expect(await ids("100% quokka")).toEqual([cat.id]);
    expect(await ids("quokka them_a")).toEqual([cat.id]);
    expect(await ids("quokka themXa")).toEqual([]);
    expect(await ids("  ")).toEqual([]);
  });
});

describe("addScript", () => {
  test("adds a script whose first version is the default, even if no default is requested", async () => {
    const staff = await actorOf(await aStaffUser());
    const spec = aGoodSpec({ versionText: "2.5", command: { description: "Says hello." } as never });
    const added = await add("My First Script!", { makeDefault: false, describe: describing(spec) }, staff);
    expect(added).toMatchObject({ slug: "my-first-script", version: "2.5", iteration: 1, isDefault: true });
    const wire = await getWooeyScript(staff, added.slug);
    expect(wire).toMatchObject({
      group: "Wooey Scripts",
      group_slug: "wooey-scripts",
      script_description: "Says hello.",
    });
    expect(wire.created_by).toBe(staff.user.username);
    expect(wire.default_version?.id).toBe(added.versionId);
  });

  test("counts iterations by version string, and moves the default unless isDefault is false", async () => {
    const versions = ["1.0", "1.0", "2.0", "nonsense here", undefined];
    const added = [];
    for (const version of versions) {
      added.push(await add("Counting", { describe: describing(aGoodSpec({ versionText: version })) }));
    }
    expect(added.map((one) => `${one.version}.${one.iteration}`)).toEqual(["1.0.1", "1.0.2", "2.0.1", "1.1", "1.2"]);
    const kept = await add("Counting", { makeDefault: false });
    expect(kept.isDefault).toBe(false);
    const wire = await getWooeyScript(systemActor, kept.slug);
    expect(wire.default_version?.id).toBe(added[4]?.versionId);
    expect(wire.versions.map((version) => version.id)).toEqual([kept, ...added.reverse()].map((one) => one.versionId));
  });

  test("refuses the same content under the same name, in any group and version, before a worker reads it", async () => {
    const content = await aStoredFile();
    await add("Twice", { content });
    await add("Twice");
    const describe = vi.fn(describing(aGoodSpec()));
    const duplicate = add("Twice", { content, group: "Elsewhere", describe });
    await expect(duplicate).rejects.toMatchObject({ code: "conflict", message: "This script already exists!" });
    expect(describe).not.toHaveBeenCalled();
    expect((await add("Another name", { content })).iteration).toBe(1);
    expect(await pg`select 1 from script_groups where name = 'Elsewhere'`).toHaveLength(0);
  });

  test("takes groups as Wooey does: none, blank, the current one, and another one for a second script", async () => {
    const groupOf = async (slug: string) => (await getWooeyScript(systemActor, slug)).group;
    const first = await add("Grouped", { group: "A group" });
    const repeated = await add("Grouped");
    expect(repeated.id).toBe(first.id);
    expect(await groupOf(first.slug)).toBe("A group");
    const other = await add("Grouped", { group: "B group" });
    expect(other).toMatchObject({ slug: "grouped-2", iteration: 1 });
    expect(await groupOf((await add("Blank", { group: " " })).slug)).toBe("Scripts");
    expect((await add("Blank", { group: "" })).iteration).toBe(2);
  });

  test("fills an empty description once, and writes the given details", async () => {
    const { slug, id } = await add("Detailed", { details: { position: 7, isActive: false, savePath: "p" } });
    await add("Detailed", { describe: describing(aGoodSpec({ command: { description: "told" } as never })) });
    await add("Detailed", { describe: describing(aGoodSpec({ command: { description: "later" } as never })) });
    const wire = await getWooeyScript(systemActor, slug);
    expect(wire).toMatchObject({ id, script_description: "told", script_order: 7, is_active: false, save_path: "p" });
  });

  test("uses the script's ignore_bad_imports unless a value is given", async () => {
    const asked: boolean[] = [];
    const describe: AddScriptInput["describe"] = async (request) => {
      asked.push(request.ignoreBadImports);
      return report(aGoodSpec());
    };
    await add("Imports", { describe });
    await add("Imports", { describe, details: { ignoreBadImports: true } });
    await add("Imports", { describe });
    expect(asked).toEqual([false, true, true]);
  });

  test("refuses a file without a command line, and leaves nothing behind", async () => {
    const error = { code: "syntax", message: "Line {line} is not Python.", values: { line: 2 }, fix: "Correct it." };
    const broken = add("Broken one", { describe: async () => report(null, error) });
    await expect(broken).rejects.toMatchObject({
      code: "invalid",
      message: "ParserError: Line 2 is not Python. Correct it.",
    });
    const unread = describing(aSpec([], { engine: "none", incomplete: true }));
    await expect(add("Broken one", { describe: unread })).rejects.toThrow(/^ParserError: No command line was found/);
    expect(await pg`select 1 from scripts where name = 'Broken one'`).toHaveLength(0);
  });

  test("adds a script without parameters, but Python without a parser only if no parser is required", async () => {
    const print = aSpec([], { engine: "none", method: "runtime" });
    const df = aSpec([], { engine: "none", method: "help" });
    await expect(add("Print", { describe: describing(print), requiresParser: true })).rejects.toThrow(
      /^ParserError: No command line was found.*allow_no_parameters=true/,
    );
    expect(await add("Print", { describe: describing(print) })).toMatchObject({ version: "1" });
    expect(await add("Df", { describe: describing(df), requiresParser: true })).toMatchObject({ version: "1" });
  });

  test("requires staff", async () => {
    await expect(add("Denied", {}, anAnonymous())).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(add("Denied", {}, await actorOf(await aUser()))).rejects.toMatchObject({ code: "forbidden" });
  });

  test("gives simultaneous uploads one number each, one default, and one script", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => add("At once", { group: "New group at once" })));
    expect(new Set(all.map((one) => one.id)).size).toBe(1);
    expect(all.map((one) => one.iteration).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const { versions } = await getWooeyScript(systemActor, "at-once");
    expect(versions.filter((version) => version.default_version)).toHaveLength(1);
    const names = await Promise.all(Array.from({ length: 6 }, (_, n) => add(`Same slug${"!".repeat(n)}`)));
    expect(new Set(names.map((one) => one.slug)).size).toBe(6);
    const same = await aStoredFile();
    const raced = await Promise.allSettled(Array.from({ length: 4 }, () => add("Raced", { content: same })));
    expect(raced.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });

  test("refuses content that was deleted in the meantime", async () => {
    const content = { ...(await aStoredFile()), sha256: "0".repeat(64), sha1: "0".repeat(40) };
    await expect(add("Gone", { content })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("describeByWorker", () => {
  test("is refused if no worker is online, and leaves nothing behind", async () => {
    await aWorker({ heartbeatAt: new Date(Date.now() - 60_000) });
    const { sha256 } = await aStoredFile();
    const asked = describeByWorker({ sha256, filename: "x.py", ignoreBadImports: false });
    await expect(asked).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("No worker is online"),
    });
    expect(await pg`select 1 from descriptions`).toHaveLength(0);
  });

  test("gives the file to a worker and returns its report; the row is gone afterwards", async () => {
    await aWorker();
    const { sha256 } = await aStoredFile();
    const answer = report(aGoodSpec());
    const worker = await pg.listen("wooey_describe", async (id) => {
      await pg`update descriptions set status = 'done', report = ${pg.json(answer as never)}, ended_at = now() where id = ${id}`;
      await pg.notify("wooey_described", id);
    });
    const startedAt = performance.now();
    const asked = Array.from({ length: 3 }, () =>
      describeByWorker({ sha256, filename: "x.py", ignoreBadImports: true }),
    );
    expect(await Promise.all(asked)).toEqual([answer, answer, answer]);
    expect(performance.now() - startedAt).toBeLessThan(900); // woken up, not found by polling
    await worker.unlisten();
    expect(await pg`select 1 from descriptions`).toHaveLength(0);
  });
});

describe("patchScript", () => {
  test("changes the given fields, keeps the slug, and creates a group", async () => {
    const staff = await actorOf(await aStaffUser());
    const script = await aScript({ description: "keep" });
    await patchScript(staff, script.slug, { name: "Renamed", group: "A new group", isActive: false, savePath: null });
    expect(await getWooeyScript(staff, script.slug)).toMatchObject({
      script_name: "Renamed",
      group: "A new group",
      group_slug: "a-new-group",
      script_description: "keep",
      is_active: false,
      modified_by: staff.user.username,
    });
    await patchScript(staff, script.slug, { group: "" });
    expect((await getWooeyScript(staff, script.slug)).group).toBe("Scripts");
  });

  test("requires staff, and leaves nothing behind for an unknown slug", async () => {
    const patch = { group: "Never made" };
    await expect(patchScript(systemActor, "nowhere", patch)).rejects.toMatchObject({ code: "not_found" });
    expect(await pg`select 1 from script_groups where name = 'Never made'`).toHaveLength(0);
    await expect(patchScript(anAnonymous(), "x", {})).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(patchScript(await actorOf(await aUser()), "x", {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("patchVersion", () => {
  async function two() {
    const script = await aScript();
    const first = script.version;
    return { slug: script.slug, first: first.id, second: (await aVersion(script)).id };
  }
  const state = async (slug: string) =>
    (await getWooeyScript(systemActor, slug)).versions.reverse().map((v) => [v.is_active, v.default_version]);

  test("moves the default, and never to a disabled version", async () => {
    const { slug, first, second } = await two();
    await patchVersion(systemActor, { slug, versionId: second }, { isDefault: true });
    expect(await state(slug)).toEqual([
      [true, false],
      [true, true],
    ]);
    await patchVersion(systemActor, { slug, versionId: first }, { isActive: false });
    await expect(
      patchVersion(systemActor, { slug, versionId: first }, { isDefault: true, isActive: true }),
    ).rejects.toMatchObject({
      fields: { default_version: ["A disabled script version cannot be set as default."] },
    });
    expect(await state(slug)).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  test("keeps one default unless the default is disabled", async () => {
    const { slug, first, second } = await two();
    await expect(patchVersion(systemActor, { slug, versionId: first }, { isDefault: false })).rejects.toMatchObject({
      fields: { default_version: ["A script must have a default version."] },
    });
    await patchVersion(systemActor, { slug, versionId: second }, { isDefault: false });
    await patchVersion(systemActor, { slug, versionId: first }, { isDefault: false, isActive: false });
    expect(await state(slug)).toEqual([
      [false, false],
      [true, false],
    ]);
    const { issues, default_version } = await getWooeyScript(systemActor, slug);
    expect([issues, default_version]).toEqual([["This script does not have a default version."], null]);
    await patchVersion(systemActor, { slug, versionId: second }, { isDefault: true, isActive: false });
    expect(await state(slug)).toEqual([
      [false, false],
      [false, false],
    ]);
    expect((await getWooeyScript(systemActor, slug)).issues).toEqual([
      "This script does not have any active script versions.",
      "This script does not have a default version.",
    ]);
  });

  test("leave one default after simultaneous changes", async () => {
    const { slug, first, second } = await two();
    await Promise.all(
      [first, second, first, second].map((id) =>
        patchVersion(systemActor, { slug, versionId: id }, { isDefault: true }),
      ),
    );
    expect((await state(slug)).filter(([, isDefault]) => isDefault)).toHaveLength(1);
  });

  test("requires staff, and finds only versions of that script", async () => {
    const { slug, first } = await two();
    const other = await two();
    await expect(patchVersion(systemActor, { slug, versionId: other.first }, {})).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(patchVersion(systemActor, { slug: "nowhere", versionId: first }, {})).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(patchVersion(anAnonymous(), { slug, versionId: first }, {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(patchVersion(await actorOf(await aUser()), { slug, versionId: first }, {})).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("scripts and sources for API v1", () => {
  test("require staff", async () => {
    const script = await aScript();
    const user = await actorOf(await aUser());
    for (const ask of [
      (actor: Actor) => listWooeyScripts(actor),
      (actor: Actor) => getWooeyScript(actor, script.slug),
      (actor: Actor) => getVersionSource(actor, script.slug, script.version.id),
    ]) {
      await expect(ask(anAnonymous())).rejects.toMatchObject({ code: "unauthenticated" });
      await expect(ask(user)).rejects.toMatchObject({ code: "forbidden" });
      await ask(systemActor);
    }
    await expect(getVersionSource(systemActor, "nowhere", script.version.id)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
