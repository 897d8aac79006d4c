import type { Visibility } from "@/db/schema/jobs";
import type { JobObject, Objects } from "./objects";
import { type Answers, everyone, only, ownerAndStaff, type Role, staff } from "./roles";

/** A job by its submitter, its visibility and how it is named, and who opens it. */
export interface JobRow {
  object: string;
  answers: Answers;
  /** For its inputs, which it does not share. */
  inputAnswers: Answers;
  of: (objects: Objects) => JobObject;
  /** Its permalink's uuid, or its number. */
  job: (objects: Objects) => string;
  by: "link" | "number";
  visibility: Visibility;
  /** Those who may act on it. */
  holders: Role[];
}

/** The owner's keys that read, and staff's; those that manage everything see what staff see. */
const staffKeys: Role[] = ["staff read key", "staff manage key"];
const ownersAnswers = only([...ownerAndStaff, "read key", "script key", ...staffKeys], "hidden");
const browsersAnswers = only(["own browser", ...staff, ...staffKeys], "hidden");
/** Keys that do not read, and a key for another script: they open nothing, though their owners could. */
const closed: Role[] = ["run key", "manage key", "other script key", "staff run key"];
const shared = only(
  Object.keys(everyone).filter((role) => !closed.includes(role as Role)) as Role[], // the roles are its keys
  "hidden",
);

const visibilities: Visibility[] = ["private", "link", "public"];
const names = { private: "a private job", link: "a job shared by link", public: "a public job" };

/** A row for each submitter, each visibility and each way to name a job. */
export function jobRows<Row>(toRow: (job: JobRow) => Row): Row[] {
  return [false, true].flatMap((isOfBrowser) =>
    visibilities.flatMap((visibility) =>
      (["link", "number"] as const).map((by) => {
        const isShared = visibility === "public" || (visibility === "link" && by === "link");
        const of = ({ jobs, browserJobs }: Objects) => (isOfBrowser ? browserJobs : jobs)[visibility];
        const inputAnswers = isOfBrowser ? browsersAnswers : ownersAnswers;
        return toRow({
          object: `${names[visibility]}${isOfBrowser ? " of a browser" : ""}, by its ${by}`,
          answers: isShared ? shared : inputAnswers,
          inputAnswers,
          of,
          job: (objects) => (by === "link" ? of(objects).uuid : String(of(objects).id)),
          by,
          visibility,
          holders: isOfBrowser ? ["own browser", ...staff] : ownerAndStaff,
        });
      }),
    ),
  );
}
