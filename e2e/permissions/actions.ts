import type { JobObject, Objects } from "./objects";
import { type Answers, everyone, only, ownerAndStaff, type Role, signedIn, staff, withoutKeys } from "./roles";
import type { Row, RowRequest } from "./row";
import { jobRows } from "./rows-of-jobs";

const forSignedIn = only(signedIn, "403");
const forStaff = only(staff, "403");
const forAdministrators = only(["administrator"], "403");
const forOwner = only(["owner"], "hidden", { visitor: "403" });

type Fields = Record<string, string>;

/** The rows of a file's actions, each of which is sent to a page that has them. */
function actionsOf(file: string, page: string) {
  return (name: string, answers: Answers, fields: Fields | Row["request"]): Row => {
    const request: Row["request"] =
      typeof fields === "function"
        ? (objects, role) => ({ ...fields(objects, role), path: page })
        : (): RowRequest => ({ path: page, fields });
    return { file, export: name, object: "", answers: withoutKeys(answers), request };
  };
}

const nothing = { isAboutNothing: true } as const;
const unconfirmed = { session: "unconfirmed" } as const;
const slug = "no-such-script";

const everywhere = actionsOf("actions.ts", "/api/docs/");
const login = actionsOf("login/actions.ts", "/login/");
const register = actionsOf("register/actions.ts", "/register/");
const reset = actionsOf("reset/actions.ts", "/reset/");
const device = actionsOf("device/actions.ts", "/device/");
const me = actionsOf("me/actions.ts", "/me/");
const jobs = actionsOf("jobs/actions.ts", "/jobs/");
const environments = actionsOf("manage/environments/actions.ts", "/manage/environments/");
const groups = actionsOf("manage/groups/actions.ts", "/manage/groups/");
const instance = actionsOf("manage/instance/actions.ts", "/manage/instance/");
const workers = actionsOf("manage/workers/actions.ts", "/manage/workers/");
const people = actionsOf("manage/people/actions.ts", "/manage/people/");
const scripts = actionsOf("manage/scripts/[slug]/actions.ts", "/manage/");

const star = (key: keyof Objects["scripts"]) => (objects: Objects) => ({
  path: "",
  fields: { script: String(objects.scripts[key].id) },
});

const accountActions: Row[] = [
  everywhere("saveThemeAction", everyone, { theme: "system" }),
  { ...everywhere("signOutAction", everyone, {}), session: "ending" },
  { ...everywhere("toggleFavoriteAction", forSignedIn, star("open")), object: "a script" },
  {
    ...everywhere("toggleFavoriteAction", only(ownerAndStaff, "403", { user: "hidden" }), star("restricted")),
    object: "a script of the owner's group",
  },
  {
    ...everywhere("toggleFavoriteAction", only(staff, "403", { user: "hidden", owner: "hidden" }), star("disabled")),
    object: "a disabled script",
  },
  login("signInAction", everyone, {}),
  login("signInHereAction", everyone, {}),
  register("registerAction", everyone, { password: "a", password2: "b" }),
  reset("choosePasswordAction", everyone, { password: "a", password2: "b" }),
  me("saveProfileAction", forSignedIn, { fullName: "", email: "" }),
  me("changePasswordAction", forSignedIn, { password: "a new password", password2: "a new password" }),
  { ...me("endSessionsAction", forSignedIn, { session: "others" }), ...unconfirmed },
  {
    ...me("endSessionsAction", forOwner, ({ sessions }, role) => ({ path: "", fields: { session: sessions[role] } })),
    object: "a session of the owner's",
  },
  device("decideDeviceRequestAction", forSignedIn, { code: "BCDF-GHJK", decision: "deny" }),
  me("createKeyAction", forSignedIn, { name: "" }),
  {
    ...me("toggleKeyAction", forOwner, ({ apiKeys }, role) => ({
      path: "",
      fields: { key: String(apiKeys.toggleKeyAction[role]), active: "true" },
    })),
    object: "an API key of the owner's",
  },
  {
    ...me("deleteKeyAction", forOwner, ({ apiKeys }, role) => ({
      path: "",
      fields: { key: String(apiKeys.deleteKeyAction[role]) },
    })),
    object: "an API key of the owner's",
  },
  me("deleteAccountAction", forSignedIn, { password: "", jobs: "keep" }),
];

const manageActions: Row[] = [
  { ...workers("setDrainingAction", forStaff, { id: "no-such-worker", isDraining: "true" }), ...nothing },
  environments("createEnvironmentAction", forStaff, {}),
  { ...environments("saveEnvironmentAction", forStaff, {}), ...nothing },
  { ...environments("buildEnvironmentAction", forStaff, {}), ...nothing },
  { ...environments("deleteEnvironmentAction", forStaff, {}), ...nothing },
  { ...environments("clearEnvironmentAction", forStaff, { key: "0".repeat(64) }), ...nothing },
  groups("createScriptGroupAction", forStaff, {}),
  { ...groups("saveScriptGroupAction", forStaff, { name: "x", position: "1" }), ...nothing },
  { ...groups("deleteScriptGroupAction", forStaff, {}), ...nothing },
  groups("createUserGroupAction", forStaff, {}),
  { ...groups("renameUserGroupAction", forStaff, { name: "x" }), ...nothing },
  { ...groups("deleteUserGroupAction", forStaff, {}), ...nothing },
  { ...groups("addMemberAction", forStaff, {}), ...nothing },
  { ...groups("removeMemberAction", forStaff, {}), ...nothing },
  instance("saveInstanceSettingsAction", forAdministrators, { expirationUser: "no duration" }),
  people("createUserAction", forAdministrators, {}),
  people("confirmAction", forSignedIn, {}),
  people("inviteAction", forAdministrators, {}),
  { ...people("withdrawInvitationAction", forAdministrators, {}), ...nothing },
  { ...people("setRoleAction", forAdministrators, { role: "administrator" }), ...nothing },
  { ...people("setActiveAction", forAdministrators, { active: "true" }), ...nothing },
  { ...people("resetPasswordAction", forAdministrators, {}), ...nothing },
  { ...people("passwordLinkAction", forAdministrators, {}), ...nothing },
  { ...people("signOutAction", forAdministrators, {}), ...nothing },
  { ...people("signOutEveryoneAction", forAdministrators, {}), ...unconfirmed },
  {
    ...people(
      "disableKeyAction",
      only(["owner", "administrator"], "hidden", { visitor: "403" }),
      ({ apiKeys }, role) => ({ path: "", fields: { key: String(apiKeys.disableKeyAction[role]) } }),
    ),
    object: "an API key of the owner's",
  },
  { ...people("deleteUserAction", forAdministrators, { jobs: "keep" }), ...nothing },
  { ...scripts("saveScriptAction", forStaff, { slug }), ...nothing },
  { ...scripts("saveScriptRulesAction", forStaff, { slug }), ...nothing },
  scripts("previewDocumentation", forStaff, () => ({ path: "", args: ["text"] })),
  { ...scripts("deleteScriptAction", forStaff, { slug }), ...nothing },
  { ...scripts("deleteVersionAction", forStaff, { slug }), ...nothing },
  { ...scripts("switchScriptAction", forStaff, { slug, active: "true" }), ...nothing },
  { ...scripts("changeVersionAction", forStaff, { slug, do: "default" }), ...nothing },
  ...["saveCorrectionAction", "resetCorrectionAction"].map(
    (name): Row => ({
      ...scripts(name, forStaff, { slug, path: "who" }),
      ...nothing,
      file: "manage/scripts/[slug]/parameters/actions.ts",
      request: (objects) => ({
        path: `/manage/scripts/${objects.scripts.open.slug}/parameters/`,
        fields: { slug, path: "who" },
      }),
    }),
  ),
];

const onJob = [
  "stopAction",
  "killAction",
  "renameAction",
  "saveTagsAction",
  "saveNotesAction",
  "shareAction",
  "renewLinkAction",
  "resubmitAction",
];

function jobOf(name: string, { id, disabled, deletable }: JobObject, role: Role): number {
  if (name === "rerunAction") return disabled;
  return name === "deleteAction" ? deletable.deleteAction[role] : id;
}

/** Actions name jobs by their number alone. Who may only open a job cannot act on it. */
const jobActions = jobRows(({ object, of, by, visibility, holders }): Row[] => {
  if (by === "link") return [];
  const acting = withoutKeys(only(holders, "hidden"));
  const fieldsOf: Record<string, Fields> = { shareAction: { visibility }, renameAction: { job_name: "a job" } };
  const rows = [...onJob, "rerunAction", "deleteAction"].map(
    (name): Row => ({
      file: "jobs/[job]/actions.ts",
      export: name,
      object,
      answers: acting,
      request: (objects, role) => ({
        path: `/jobs/${objects.jobs.public.id}/`,
        fields: {
          job: String(jobOf(name, of(objects), role)),
          ...fieldsOf[name],
        },
      }),
    }),
  );
  const preview: Row = {
    file: "jobs/[job]/actions.ts",
    export: "previewNotesAction",
    object,
    answers: acting,
    request: (objects) => ({ path: `/jobs/${objects.jobs.public.id}/`, args: [of(objects).id, "text"] }),
  };
  const bulk = {
    ...jobs("bulkAction", only(holders, "hidden"), (objects) => ({
      path: "",
      fields: { job: String(of(objects).id), do: "stop" },
    })),
    object,
  };
  // Visitors have no scrapbook.
  const pinning = visibility === "public" ? signedIn : signedIn.filter((role) => holders.includes(role));
  const hiddenFrom = Object.fromEntries(
    signedIn.filter((role) => !pinning.includes(role)).map((role) => [role, "hidden" as const]),
  );
  const pin = {
    ...everywhere("toggleFavoriteAction", only(pinning, "403", hiddenFrom), (objects) => ({
      path: "",
      fields: { file: String(of(objects).output) },
    })),
    object: `${object}: its file`,
  };
  return [...rows, preview, bulk, pin];
}).flat();

const formActions = (["open", "restricted", "disabled"] as const).flatMap((key) => {
  const object = { open: "a script", restricted: "a script of the owner's group", disabled: "a disabled script" }[key];
  const answers = { open: everyone, restricted: only(ownerAndStaff, "hidden"), disabled: only(staff, "hidden") }[key];
  const args = { loadSpec: [], loadCommandFields: [[]], loadDraftFields: [{ entries: [] }] };
  return (["loadSpec", "loadCommandFields", "loadDraftFields"] as const).map((name): Row => {
    return {
      file: "scripts/[slug]/actions.tsx",
      export: name,
      object,
      answers: withoutKeys(answers),
      request: ({ scripts: made }) => ({
        path: `/scripts/${made.open.slug}/`,
        args: [made[key].slug, made[key].versionId, ...args[name]],
      }),
    };
  });
});

export const actions: Row[] = [...accountActions, ...manageActions, ...jobActions, ...formActions];
