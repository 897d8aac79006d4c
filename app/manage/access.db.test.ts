import { beforeAll, describe, expect, test } from "vitest";
import { actorOf, anAnonymous, aStaffUser, aUser } from "@/db/testing/factories";
import { listAllApiKeys, listApiKeysOf } from "@/server/api-keys/list";
import { exportAudit } from "@/server/audit/export";
import { listAudit } from "@/server/audit/list";
import type { Actor } from "@/server/auth/actor";
import * as environments from "@/server/environments/environments";
import * as building from "@/server/environments/manage";
import * as overview from "@/server/environments/overview";
import * as scriptGroups from "@/server/groups/script-groups";
import * as userGroups from "@/server/groups/user-groups";
import { listFailingScripts } from "@/server/jobs/failing-scripts";
import * as corrections from "@/server/scripts/corrections";
import * as deletion from "@/server/scripts/delete";
import { listManagedScripts } from "@/server/scripts/managed";
import { patchScript } from "@/server/scripts/patch";
import { patchVersion } from "@/server/scripts/patch-version";
import { getScriptRules } from "@/server/scripts/rules";
import { getVersionSource } from "@/server/scripts/source";
import { getVersionDiff } from "@/server/scripts/version-diff";
import { saveInstanceSettings } from "@/server/settings/instance";
import { getInstanceOverview } from "@/server/settings/overview";
import { createUser } from "@/server/users/create";
import { deleteOwnAccount, deleteUser } from "@/server/users/delete";
import * as invitations from "@/server/users/invite";
import * as people from "@/server/users/list";
import { setActive, setRole } from "@/server/users/manage";
import { makePasswordLink, resetPassword } from "@/server/users/reset-password";
import { signOutEveryone, signOutPerson } from "@/server/users/sign-out";
import { getWooeyScript, listWooeyScripts } from "@/server/wooey/scripts";
import { findAttention } from "@/server/workers/attention";
import { setDraining } from "@/server/workers/drain";
import { listWorkers } from "@/server/workers/list";
import { listQueue } from "@/server/workers/queue";

// Every action of the pages below /manage/, and who is turned away before anything else is looked at.

type Call = (actor: Actor) => unknown;
const slug = "no-such-script";
const fields = { name: "x", pythonBinary: "python3", directory: "/x" };

const staffs: Record<string, Call> = {
  listManagedScripts: (actor) => listManagedScripts(actor, {}),
  listWooeyScripts: (actor) => listWooeyScripts(actor),
  getWooeyScript: (actor) => getWooeyScript(actor, slug),
  patchScript: (actor) => patchScript(actor, slug, { isActive: true }),
  patchVersion: (actor) => patchVersion(actor, { slug, versionId: 1 }, { isDefault: true }),
  getScriptRules: (actor) => getScriptRules(actor, slug),
  getVersionSource: (actor) => getVersionSource(actor, slug, 1),
  getVersionDiff: (actor) => getVersionDiff(actor, slug, { fromId: 1, toId: 2 }),
  countScriptContents: (actor) => deletion.countScriptContents(actor, slug),
  deleteScript: (actor) => deletion.deleteScript(actor, slug, { confirmation: slug }),
  deleteVersion: (actor) => deletion.deleteVersion(actor, slug, 1),
  listCorrections: (actor) => corrections.listCorrections(actor, slug),
  getCorrectedScript: (actor) => corrections.getCorrectedScript(actor, slug),
  writeCorrections: (actor) => corrections.writeCorrections(actor, { slug, path: "x" }, {}),
  listEnvironments: (actor) => environments.listEnvironments(actor),
  createEnvironment: (actor) => environments.createEnvironment(actor, fields),
  patchEnvironment: (actor) => environments.patchEnvironment(actor, 0, fields),
  getEnvironmentOverview: (actor) => overview.getEnvironmentOverview(actor),
  findShownEnvironment: (actor) => overview.findShownEnvironment(actor, { environmentId: 0 }),
  listFailedBuilds: (actor) => overview.listFailedBuilds(actor),
  listFailingScripts: (actor) => listFailingScripts(actor),
  findAttention: (actor) => findAttention(actor),
  sumEnvironmentBytes: (actor) => overview.sumEnvironmentBytes(actor),
  buildEnvironment: (actor) => building.buildEnvironment(actor, { environmentId: 0 }),
  deleteEnvironment: (actor) => building.deleteEnvironment(actor, 0),
  deleteBuiltEnvironment: (actor) => building.deleteBuiltEnvironment(actor, "0".repeat(64)),
  listScriptGroups: (actor) => scriptGroups.listScriptGroups(actor),
  createScriptGroup: (actor) => scriptGroups.createScriptGroup(actor, { name: "x" }),
  patchScriptGroup: (actor) => scriptGroups.patchScriptGroup(actor, 0, { name: "x" }),
  deleteScriptGroup: (actor) => scriptGroups.deleteScriptGroup(actor, 0),
  listUserGroups: (actor) => userGroups.listUserGroups(actor),
  findUserGroup: (actor) => userGroups.findUserGroup(actor, 0),
  createUserGroup: (actor) => userGroups.createUserGroup(actor, { name: "x" }),
  renameUserGroup: (actor) => userGroups.renameUserGroup(actor, 0, { name: "x" }),
  deleteUserGroup: (actor) => userGroups.deleteUserGroup(actor, 0),
  addMember: (actor) => userGroups.addMember(actor, 0, "x"),
  removeMember: (actor) => userGroups.removeMember(actor, 0, 0),
  listWorkers: (actor) => listWorkers(actor),
  setDraining: (actor) => setDraining(actor, "x", { isDraining: true }),
  listQueue: (actor) => listQueue(actor),
  getInstanceOverview: (actor) => getInstanceOverview(actor),
  listAudit: (actor) => listAudit(actor, {}),
  exportAudit: (actor) => exportAudit(actor, {}),
};

const administrators: Record<string, Call> = {
  listUsers: (actor) => people.listUsers(actor, {}),
  findListedPerson: (actor) => people.findListedPerson(actor, 0),
  createUser: (actor) => createUser(actor, { username: "x", password: "long enough" }),
  inviteUser: (actor) => invitations.inviteUser(actor, { role: "user", days: 1 }),
  listInvitations: (actor) => invitations.listInvitations(actor),
  withdrawInvitation: (actor) => invitations.withdrawInvitation(actor, "0"),
  setRole: (actor) => setRole(actor, 0, "administrator"),
  setActive: (actor) => setActive(actor, 0, { isActive: true }),
  resetPassword: (actor) => resetPassword(actor, 0),
  makePasswordLink: (actor) => makePasswordLink(actor, 0),
  signOutPerson: (actor) => signOutPerson(actor, 0),
  signOutEveryone: (actor) => signOutEveryone(actor),
  listApiKeysOf: (actor) => listApiKeysOf(actor, 0),
  listAllApiKeys: (actor) => listAllApiKeys(actor, {}),
  deleteUser: (actor) => deleteUser(actor, 0, { jobs: "delete" }),
  saveInstanceSettings: (actor) => saveInstanceSettings(actor, {} as never),
};

let user: Actor;
let staff: Actor;
beforeAll(async () => {
  [user, staff] = [await actorOf(await aUser()), await actorOf(await aStaffUser())];
});

/** The code of the error, "" when there is none. */
async function codeOf(call: Call, actor: Actor): Promise<string> {
  try {
    await call(actor);
    return "";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

const refusals = ["unauthenticated", "forbidden"];

describe("what staff do", () => {
  test.each(Object.entries(staffs))("%s turns away visitors and users, and lets staff in", async (_, call) => {
    expect([await codeOf(call, anAnonymous()), await codeOf(call, user)]).toEqual(refusals);
    expect(refusals).not.toContain(await codeOf(call, staff));
  });
});

describe("what administrators do", () => {
  test.each(Object.entries(administrators))("%s turns away visitors, users and staff", async (_, call) => {
    const codes = await Promise.all([anAnonymous(), user, staff].map((actor) => codeOf(call, actor)));
    expect(codes).toEqual(["unauthenticated", "forbidden", "forbidden"]);
  });
});

test("one's own account is nobody's without one", async () => {
  const code = await codeOf((actor) => deleteOwnAccount(actor, { password: "x", jobs: "keep" }), anAnonymous());
  expect(code).toBe("unauthenticated");
});
