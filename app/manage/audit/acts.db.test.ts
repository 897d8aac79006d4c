import fs from "node:fs";
import { describe, expect, test } from "vitest";
import { actionLabel } from "@/components/manage/audit-labels";
import {
  actorOf,
  aGroup,
  aJob,
  anApiKey,
  anEnvironment,
  aParameter,
  aScript,
  aSpec,
  aStoredFile,
  aUser,
  aUserGroup,
  aVersion,
  aWorker,
} from "@/db/testing/factories";
import { createApiKey } from "@/server/api-keys/create";
import { decideDeviceRequest, issueDeviceCode } from "@/server/api-keys/device-codes";
import * as keys from "@/server/api-keys/manage";
import { listAudit } from "@/server/audit/list";
import { type Actor, systemActor } from "@/server/auth/actor";
import * as environments from "@/server/environments/environments";
import { environmentFolder, makeEnvironmentFolder } from "@/server/environments/folder";
import * as building from "@/server/environments/manage";
import * as scriptGroups from "@/server/groups/script-groups";
import * as userGroups from "@/server/groups/user-groups";
import { changeJob } from "@/server/jobs/change";
import { deleteJob } from "@/server/jobs/delete";
import { saveNotes } from "@/server/jobs/notes";
import { renameJob } from "@/server/jobs/rename";
import { rerunJob } from "@/server/jobs/rerun";
import { renewPermalink, setVisibility } from "@/server/jobs/share";
import { stopJob } from "@/server/jobs/stop";
import { setJobTags } from "@/server/jobs/tags";
import { addScript } from "@/server/scripts/add";
import { writeCorrections } from "@/server/scripts/corrections";
import * as deletion from "@/server/scripts/delete";
import { patchScript } from "@/server/scripts/patch";
import { patchVersion } from "@/server/scripts/patch-version";
import { saveInstanceSettings } from "@/server/settings/instance";
import { changePassword } from "@/server/users/change-password";
import { createUser } from "@/server/users/create";
import { deleteOwnAccount, deleteUser } from "@/server/users/delete";
import { inviteUser, withdrawInvitation } from "@/server/users/invite";
import { setActive, setRole } from "@/server/users/manage";
import { registerUser } from "@/server/users/register";
import { choosePassword, makePasswordLink, resetPassword } from "@/server/users/reset-password";
import { signOutEveryone, signOutPerson } from "@/server/users/sign-out";
import { updateProfile } from "@/server/users/update-profile";
import { addOrUpdateScripts } from "@/server/wooey/add-or-update";
import { deleteAsWooey, rerunAsWooey, stopAsWooey } from "@/server/wooey/job-actions";
import { setDraining } from "@/server/workers/drain";

// Every verb that changes a script, version, parameter, key, account, setting, group, environment or somebody's job
// leaves entries, each with who, what, to what and from where.

type Act = (actor: Actor & { kind: "user" }) => Promise<unknown>;

let count = 0;
const name = () => `Name ${++count}`;
const describeAs = async () => ({ spec: aSpec([aParameter("who")]), durationMs: 1, isolationLevel: 1 });
const anUpload = async () => ({ name: name(), filename: "a.py", content: await aStoredFile(), describe: describeAs });
const somebodys = async (status: "queued" | "completed") => aJob({ ownerId: (await aUser()).id, status });
const aBuilt = async () => {
  const key = String(++count).padStart(64, "0");
  const python = { path: "python3", version: "3.11.7", readable: [] };
  await makeEnvironmentFolder(environmentFolder(key), {
    python,
    asked: null,
    requirements: ["x"],
    systemPackages: false,
  });
  return key;
};

/** By the verb's name: what it does, and the actions it leaves, the oldest first. */
const acts: Record<string, [Act, ...string[]]> = {
  addScript: [async (actor) => addScript(actor, { ...(await anUpload()), group: (await aGroup()).name }), "script.add"],
  addOrUpdateScripts: [
    async (actor) => {
      const { name: field, filename, content } = await anUpload();
      await addOrUpdateScripts(
        actor,
        { fields: [["group", name()]], files: [{ field, filename, content }] },
        describeAs,
      );
    },
    ...["script-group.create", "script.add"],
  ],
  patchScript: [
    async (actor) =>
      patchScript(actor, (await aScript()).slug, { group: name(), userGroupIds: [], newUserGroup: name() }),
    ...["user-group.create", "script-group.create", "script.patch"],
  ],
  deleteScript: [
    async (actor) => {
      const script = await aScript();
      await deletion.deleteScript(actor, script.slug, { confirmation: script.name });
    },
    "script.delete",
  ],
  patchVersion: [
    async (actor) => {
      const script = await aScript();
      await patchVersion(actor, { slug: script.slug, versionId: script.version.id }, { isActive: false });
    },
    "version.patch",
  ],
  deleteVersion: [
    async (actor) => {
      const script = await aScript();
      await deletion.deleteVersion(actor, script.slug, (await aVersion(script)).id);
    },
    "version.delete",
  ],
  writeCorrections: [
    async (actor) => {
      const { slug } = await aScript({ spec: aSpec([aParameter("who")]) });
      await writeCorrections(actor, { slug, path: "who" }, { label: "Whom" });
      await writeCorrections(actor, { slug, path: "who" }, {});
    },
    ...["parameter.correct", "parameter.correct"],
  ],
  stopJob: [async (actor) => stopJob(actor, (await somebodys("queued")).id), "job.stop"],
  rerunJob: [async (actor) => rerunJob(actor, (await somebodys("completed")).id), "job.rerun"],
  renameJob: [async (actor) => renameJob(actor, (await somebodys("completed")).id, { name: "x" }), "job.rename"],
  changeJob: [async (actor) => changeJob(actor, (await somebodys("completed")).id, { name: "x" }), "job.rename"],
  setJobTags: [async (actor) => setJobTags(actor, (await somebodys("completed")).id, ["x"]), "job.tags"],
  saveNotes: [async (actor) => saveNotes(actor, (await somebodys("completed")).id, { text: "x" }), "job.notes"],
  setVisibility: [
    async (actor) => setVisibility(actor, (await somebodys("completed")).id, { visibility: "private" }),
    "job.share",
  ],
  renewPermalink: [async (actor) => renewPermalink(actor, (await somebodys("completed")).id), "job.share"],
  deleteJob: [async (actor) => deleteJob(actor, (await somebodys("completed")).id), "job.delete"],
  createUser: [
    async (actor) => createUser(actor, { username: `u${++count}`, password: "correct horse battery" }),
    "user.create",
  ],
  deleteUser: [async (actor) => deleteUser(actor, (await aUser()).id, { jobs: "delete" }), "user.delete"],
  deleteOwnAccount: [
    async (actor) => deleteOwnAccount(actor, { password: "a good password", jobs: "keep" }),
    "user.delete",
  ],
  inviteUser: [async (actor) => inviteUser(actor, {}), "invitation.create"],
  withdrawInvitation: [
    async (actor) => withdrawInvitation(actor, (await inviteUser(systemActor, {})).id),
    "invitation.withdraw",
  ],
  setRole: [async (actor) => setRole(actor, (await aUser()).id, "staff"), "user.role"],
  setActive: [
    async (actor) => {
      const { id } = await aUser();
      await setActive(actor, id, { isActive: false });
      await setActive(actor, id, { isActive: true });
    },
    ...["user.deactivate", "user.activate"],
  ],
  resetPassword: [async (actor) => resetPassword(actor, (await aUser()).id), "user.password"],
  signOutPerson: [async (actor) => signOutPerson(actor, (await aUser()).id), "user.sign-out"],
  signOutEveryone: [async (actor) => signOutEveryone(actor), "user.sign-out"],
  makePasswordLink: [async (actor) => makePasswordLink(actor, (await aUser()).id), "user.password-link"],
  changePassword: [
    async (actor) => changePassword(actor, { present: "a good password", password: "another good one" }),
    "user.password",
  ],
  updateProfile: [async (actor) => updateProfile(actor, { fullName: name(), email: "a@b.example" }), "user.profile"],
  createApiKey: [async (actor) => createApiKey(actor, { name: "laptop" }), "api-key.create"],
  decideDeviceRequest: [
    async (actor) => {
      const asked = () => issueDeviceCode({ program: "a program" }, { address: "" });
      await decideDeviceRequest(actor, (await asked()).userCode, { isApproved: true });
      await decideDeviceRequest(actor, (await asked()).userCode, { isApproved: false });
    },
    ...["api-key.approve", "api-key.deny"],
  ],
  setApiKeyActive: [
    async (actor) => {
      const { id } = await anApiKey({ userId: actor.user.id });
      await keys.setApiKeyActive(actor, id);
      await keys.setApiKeyActive(actor, id);
    },
    ...["api-key.deactivate", "api-key.activate"],
  ],
  deleteApiKey: [
    async (actor) => keys.deleteApiKey(actor, (await anApiKey({ userId: actor.user.id })).id),
    "api-key.delete",
  ],
  saveInstanceSettings: [async (actor) => saveInstanceSettings(actor, { notice: name() }), "settings.change"],
  createScriptGroup: [async (actor) => scriptGroups.createScriptGroup(actor, { name: name() }), "script-group.create"],
  patchScriptGroup: [
    async (actor) => scriptGroups.patchScriptGroup(actor, (await aGroup()).id, { isActive: false }),
    "script-group.patch",
  ],
  deleteScriptGroup: [
    async (actor) => scriptGroups.deleteScriptGroup(actor, (await aGroup()).id),
    "script-group.delete",
  ],
  createUserGroup: [async (actor) => userGroups.createUserGroup(actor, { name: name() }), "user-group.create"],
  renameUserGroup: [
    async (actor) => userGroups.renameUserGroup(actor, (await aUserGroup()).id, { name: name() }),
    "user-group.rename",
  ],
  deleteUserGroup: [async (actor) => userGroups.deleteUserGroup(actor, (await aUserGroup()).id), "user-group.delete"],
  addMember: [
    async (actor) => userGroups.addMember(actor, (await aUserGroup()).id, actor.user.username),
    "user-group.add",
  ],
  removeMember: [
    async (actor) => {
      const group = await aUserGroup();
      const person = await aUser({ groupIds: [group.id] });
      await userGroups.removeMember(actor, group.id, person.id);
    },
    "user-group.remove",
  ],
  setDraining: [
    async (actor) => {
      const { id } = await aWorker();
      await setDraining(actor, id, { isDraining: true });
      await setDraining(actor, id, { isDraining: false });
    },
    ...["worker.drain", "worker.resume"],
  ],
  createEnvironment: [
    async (actor) => environments.createEnvironment(actor, { name: "x", pythonBinary: "python3", directory: "/x" }),
    "environment.create",
  ],
  patchEnvironment: [
    async (actor) => environments.patchEnvironment(actor, (await anEnvironment()).id, { name: "y" }),
    "environment.patch",
  ],
  buildEnvironment: [
    async (actor) =>
      building.buildEnvironment(actor, { environmentId: (await anEnvironment({ requirements: "x" })).id }),
    "environment.build",
  ],
  deleteEnvironment: [
    async (actor) => building.deleteEnvironment(actor, (await anEnvironment()).id),
    "environment.delete",
  ],
  deleteBuiltEnvironment: [
    async (actor) => building.deleteBuiltEnvironment(actor, await aBuilt()),
    "environment.clear",
  ],
};

/** Which leave none, and why. */
const without: Record<string, string> = {
  submitJob: "one's own job, which says itself who submitted it and when",
  submitRun: "the same",
  submitForm: "the same",
  submitCommand: "the same",
  submitAsWooey: "the same",
  submitInput: "the same",
  prepareValues: "the same; it only finds what is submitted",
  resubmitJob: "the same: the copy is the actor's own",
  resubmitAsWooey: "the same",
  stopAsWooey: "one's own job alone (Wooey's rule)",
  rerunAsWooey: "the same",
  deleteAsWooey: "the same",
  createUpload: "one's own file, for a day",
  appendToUpload: "the same",
  cancelUpload: "the same",
  removeUsedUploads: "the same",
  receiveUpload: "the same",
  keepUpload: "the same",
  addEarlierUploads: "reads one's own uploads",
  lastRunsOf: "reads one's own newest jobs",
  openReport: "reads a file, and makes a token that shows it for two minutes",
  accessRowsOf: "reads permissions for the streams",
  visitorNetworkHash: "computes a hash",
  endOwnSession: "signing out, as signing in, changes nothing of an account",
  endOtherSessions: "the same",
  confirmWithPassword: "the same",
  takeSubmission: "counts calls",
  takeApiCall: "the same",
};

const rooms = [
  "scripts",
  "jobs",
  "wooey",
  "users",
  "auth",
  "settings",
  "groups",
  "environments",
  "workers",
  "api-keys",
  "uploads",
];
const reading =
  /^((list|find|get|count|search|sum|read|pick|send|check|wait|follow|describe|is|may|can|require|owns|to|has|sees)[A-Z]|(scopeOf|userOf|ownerOf|clientOf|scriptIdsOf|publicResults|lockReason|checkSender)$|\w+(VisibleTo|OwnedBy|ManagedBy|LinkedTo)$)/;

/** The exported functions whose first argument is who asks, and which do not only read. */
function listVerbs(): string[] {
  const files = rooms.flatMap((room) => fs.readdirSync(`server/${room}`).map((file) => `server/${room}/${file}`));
  const sources = files.filter((file) => /(?<!\.test)\.ts$/.test(file)).map((file) => fs.readFileSync(file, "utf8"));
  const exported = /export (?:async )?function\*? (\w+)(?:<[^>]*>)?\(\s*\w+: Actor\b/g;
  const names = sources.flatMap((source) => [...source.matchAll(exported)].map((match) => match[1] ?? ""));
  return names.filter((verb) => !reading.test(verb));
}

async function entriesSince(id: number) {
  const { rows } = await listAudit(systemActor, {});
  return rows.filter((row) => row.id > id).reverse();
}
const lastId = async () => (await listAudit(systemActor, { limit: 1 })).rows[0]?.id ?? 0;

describe("the audit", () => {
  test("knows every verb that changes something", () => {
    const known = [...Object.keys(acts), ...Object.keys(without)];
    expect(listVerbs().filter((verb) => !known.includes(verb))).toEqual([]);
    expect(known.filter((verb) => !listVerbs().includes(verb))).toEqual([]);
  });

  test.each(Object.entries(acts))(
    "has an entry of %s, with who, to what and from where",
    async (_, [act, ...actions]) => {
      const person = await aUser({ role: "administrator", password: "a good password" });
      await aUser({ role: "administrator" }); // who stays when the other goes
      const actor = { ...(await actorOf(person)), address: "192.0.2.7" };
      const before = await lastId();
      await act(actor);
      const entries = (await entriesSince(before)).filter((entry) => entry.actor !== "the system");
      expect(entries.map((entry) => entry.action)).toEqual(actions);
      for (const entry of entries) {
        expect(entry).toMatchObject({
          actor: person.username,
          address: "192.0.2.7",
          target: expect.stringMatching(/./),
        });
        expect(actionLabel(entry.action)).not.toBe(entry.action);
      }
    },
  );

  test("has an entry of who makes an account, and of who chooses a password by link, from where they did", async () => {
    const before = await lastId();
    const from = { address: "192.0.2.8" };
    const invitation = await inviteUser(systemActor, { groupIds: [(await aUserGroup()).id] });
    const { id } = await registerUser(
      { username: "guest", password: "correct horse battery" },
      { ...from, invitation: invitation.secret },
    );
    await choosePassword(
      { secret: (await makePasswordLink(systemActor, id)).secret, password: "correct horse battery" },
      from,
    );
    const entries = (await entriesSince(before)).filter((entry) => entry.actor !== "the system");
    expect(entries).toMatchObject([
      { actor: "a visitor", address: from.address, action: "user.register", target: "user:guest" },
      { actor: "a visitor", address: from.address, action: "user.password", target: "user:guest" },
    ]);
  });

  test("needs none of what refuses others' jobs also to staff", async () => {
    const staff = await actorOf(await aUser({ role: "staff" }));
    const forbidden = { code: "forbidden" };
    const [waiting, ended] = [String((await somebodys("queued")).id), String((await somebodys("completed")).id)];
    await expect(stopAsWooey(staff, waiting, {})).rejects.toMatchObject(forbidden);
    await expect(rerunAsWooey(staff, ended)).rejects.toMatchObject(forbidden);
    await expect(deleteAsWooey(staff, ended)).rejects.toMatchObject(forbidden);
  });
});
