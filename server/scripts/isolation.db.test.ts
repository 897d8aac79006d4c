import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pg } from "@/db/client";
import {
  actorOf,
  anEnvironment,
  aScript,
  aSpec,
  aStaffUser,
  aStoredFile,
  aUser,
  aWorker,
} from "@/db/testing/factories";
import { listAudit } from "@/server/audit/list";
import type { Actor } from "@/server/auth/actor";
import { env } from "@/server/env";
import { patchEnvironment } from "@/server/environments/environments";
import type { AppError } from "@/server/errors";
import type { IsolationLevel } from "@/server/sandbox/command";
import { addScript } from "./add";
import { patchScript } from "./patch";
import { getScriptRules } from "./rules";

let staff: Actor & { kind: "user" };
let administrator: Actor & { kind: "user" };
let slug: string;
let name: string;

beforeEach(async () => {
  await pg`delete from workers`;
  staff = await actorOf(await aStaffUser());
  administrator = await actorOf(await aUser({ role: "administrator" }));
  ({ slug, name } = await aScript());
});
afterEach(() => {
  env().WOOEY_MINIMUM_ISOLATION = 0;
});

/** The resulting level of the script, or the refusal. */
async function set(actor: Actor, isolationLevel: IsolationLevel | null) {
  try {
    await patchScript(actor, slug, { isolationLevel });
  } catch (error) {
    const { code, fields } = error as AppError;
    return { code, message: fields.isolationLevel?.join() };
  }
  return (await getScriptRules(staff, slug)).isolationLevel;
}

const lowered = (level: number) => ({
  code: "forbidden",
  message: `Only an administrator can choose a level below ${level}, the highest level that this machine supports.`,
});

describe("the isolation level of a script's jobs", () => {
  test("is lowered only by administrators; staff can raise and clear it", async () => {
    await aWorker({ isolationLevel: 2 });
    await aWorker({ isolationLevel: 3, heartbeatAt: new Date(Date.now() - 60_000) });
    expect(await set(staff, 1)).toEqual(lowered(2));
    expect(await set(staff, 2)).toBe(2);
    expect(await set(staff, 3)).toBe(3);
    expect(await set(staff, 2)).toBe(2);
    expect(await set(administrator, 0)).toBe(0);
    expect(await set(staff, 0)).toBe(0);
    expect(await set(staff, 1)).toBe(1);
    expect(await set(staff, 0)).toEqual(lowered(2));
    expect(await set(staff, null)).toBe(null);
    expect(await set(staff, 1)).toEqual(lowered(2));
  });

  test("below the machine's level leaves the script's versions and packages to administrators", async () => {
    await aWorker({ isolationLevel: 2 });
    const environment = await anEnvironment();
    const change = (actor: Actor) => patchScript(actor, slug, { environmentId: environment.id });
    const build = (actor: Actor) => patchEnvironment(actor, environment.id, { requirements: "rich" });
    const upload = async (actor: Actor) => {
      const describe = async () => ({ spec: aSpec([], { engine: "argparse" }), durationMs: 0, isolationLevel: 0 });
      return addScript(actor, { name, filename: "x.py", content: await aStoredFile(), describe });
    };
    await set(administrator, 1);
    for (const act of [change, upload]) await expect(act(staff)).rejects.toMatchObject({ code: "forbidden" });
    await change(administrator);
    await expect(build(staff)).rejects.toMatchObject({ code: "forbidden" });
    await build(administrator);
    await upload(administrator);
    await set(staff, 2);
    await build(staff);
    await upload(staff);
  });

  test("cannot be set by others", async () => {
    expect(await set(await actorOf(await aUser()), 3)).toMatchObject({ code: "forbidden" });
  });

  test("is lowered only by administrators even if no worker reports what the machine allows", async () => {
    expect(await set(staff, 2)).toEqual(lowered(3));
    expect(await set(staff, 3)).toBe(3);
    expect(await set(administrator, 2)).toBe(2);
  });

  test("cannot be set below WOOEY_MINIMUM_ISOLATION by anyone", async () => {
    env().WOOEY_MINIMUM_ISOLATION = 2;
    expect(await set(administrator, 1)).toEqual({
      code: "invalid",
      message: "The minimum isolation level here is 2 (WOOEY_MINIMUM_ISOLATION).",
    });
    expect(await set(administrator, 2)).toBe(2);
  });

  test("is recorded in the audit, and refused changes are not", async () => {
    await set(administrator, 1);
    await set(staff, 0);
    await set(staff, null);
    const { rows } = await listAudit(staff, { target: `script:${slug}` });
    expect(rows.map((row) => [row.actor, row.detail])).toEqual([
      [staff.user.username, { isolationLevel: null }],
      [administrator.user.username, { isolationLevel: 1 }],
    ]);
  });
});
