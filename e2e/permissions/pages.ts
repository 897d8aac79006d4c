import type { JobObject, Objects } from "./objects";
import { type Answers, everyone, only, ownerAndStaff, signedIn, staff, visitors, withoutKeys } from "./roles";
import { about, type Row } from "./row";
import { jobRows } from "./rows-of-jobs";

const forSignedIn = only(signedIn, "sign in");
const forStaff = only(staff, "hidden");
const forAdministrators = only(["administrator"], "hidden");
const forVisitors = only(visitors, "elsewhere");

function page(file: string, answers: Answers, path: string | ((objects: Objects) => string)): Row {
  const request = (objects: Objects) => ({ path: typeof path === "string" ? path : path(objects) });
  return { file: `${file}page.tsx`, export: "page", object: "", answers: withoutKeys(answers), request };
}

const script = (rest: string) => (objects: Objects) => `/manage/scripts/${objects.scripts.open.slug}/${rest}`;
const form = (key: keyof Objects["scripts"]) => (objects: Objects) => `/scripts/${objects.scripts[key].slug}/`;

/** A page below that of a job. */
function jobPages(file: string, pathOf: (job: JobObject) => string): Row[] {
  return jobRows(({ job, of, object, answers }) =>
    about(
      object,
      page(file, answers, (objects) => `/jobs/${job(objects)}/${pathOf(of(objects))}`),
    ),
  );
}

export const pages: Row[] = [
  page("", everyone, "/"),
  page("accessibility/", everyone, "/accessibility/"),
  page("api/docs/", everyone, "/api/docs/"),
  page("login/", forVisitors, "/login/"),
  page("register/", forVisitors, "/register/"),
  about(
    "a link for a password",
    page("reset/", everyone, ({ passwordLink }) => `/reset/?link=${passwordLink}`),
  ),
  page("me/", forSignedIn, "/me/"),
  page("device/", forSignedIn, "/device/"),
  page("scrapbook/", forSignedIn, "/scrapbook/"),
  about("a script", page("scripts/[slug]/[[...rest]]/", everyone, form("open"))),
  about(
    "a script of the owner's group",
    page("scripts/[slug]/[[...rest]]/", only(ownerAndStaff, "hidden"), form("restricted")),
  ),
  about("a disabled script", page("scripts/[slug]/[[...rest]]/", forStaff, form("disabled"))),
  page("scripts/new/", only(staff, "sign in", { user: "hidden", owner: "hidden" }), "/scripts/new/"),
  page("jobs/", everyone, "/jobs/"),
  ...jobPages("jobs/[job]/", () => ""),
  ...jobPages("jobs/[job]/browse/", () => "browse/"),
  ...jobPages("jobs/[job]/browse/[file]/", ({ output }) => `browse/${output}/`),
  page("manage/", forStaff, "/manage/"),
  page("manage/audit/", forStaff, "/manage/audit/"),
  page("manage/environments/", forStaff, "/manage/environments/"),
  page("manage/environments/new/", forStaff, "/manage/environments/new/"),
  about(
    "an environment",
    page("manage/environments/[id]/", forStaff, ({ environment }) => `/manage/environments/${environment}/`),
  ),
  about(
    "a built environment",
    page(
      "manage/environments/built/[key]/",
      forStaff,
      ({ builtEnvironment }) => `/manage/environments/built/${builtEnvironment}/`,
    ),
  ),
  page("manage/groups/", forStaff, "/manage/groups/"),
  about(
    "a script group",
    page("manage/groups/[id]/", forStaff, ({ scriptGroup }) => `/manage/groups/${scriptGroup}/`),
  ),
  about(
    "a user group",
    page("manage/groups/users/[id]/", forStaff, ({ userGroup }) => `/manage/groups/users/${userGroup}/`),
  ),
  page("manage/instance/", forStaff, "/manage/instance/"),
  page("manage/people/", forAdministrators, "/manage/people/"),
  page("manage/people/new/", forAdministrators, "/manage/people/new/"),
  about(
    "a person",
    page("manage/people/[id]/", forAdministrators, ({ person }) => `/manage/people/${person}/`),
  ),
  page("manage/queue/", forStaff, "/manage/queue/"),
  about("a script", page("manage/scripts/[slug]/", forStaff, script(""))),
  about("a script", page("manage/scripts/[slug]/limits/", forStaff, script("limits/"))),
  about("a script", page("manage/scripts/[slug]/parameters/", forStaff, script("parameters/"))),
  about("a script", page("manage/scripts/[slug]/versions/diff/", forStaff, script("versions/diff/"))),
  about(
    "a script",
    page("manage/scripts/[slug]/versions/[version]/", forStaff, (objects) =>
      script(`versions/${objects.scripts.open.versionId}/`)(objects),
    ),
  ),
  page("manage/workers/", forStaff, "/manage/workers/"),
];
