import type { Visibility } from "@/db/schema/jobs";
import type { JobObject, Objects } from "./objects";
import { type Answers, everyone, only, ownerAndStaff, type Role } from "./roles";

/** A job of the owner's, by its visibility and by how it is named, and who opens it. */
export interface JobRow {
  object: string;
  answers: Answers;
  of: (objects: Objects) => JobObject;
  /** Its permalink's uuid, or its number. */
  job: (objects: Objects) => string;
  by: "link" | "number";
  visibility: Visibility;
}

/** The owner's keys that read, and staff's; those that manage everything see what staff see. */
const theirs: Role[] = [...ownerAndStaff, "read key", "script key", "staff read key", "staff manage key"];
/** Keys that do not read, and a key for another script: they open nothing, though their owners could. */
const closed: Role[] = ["run key", "manage key", "other script key", "staff run key"];
const shared = only(
  Object.keys(everyone).filter((role) => !closed.includes(role as Role)) as Role[], // the roles are its keys
  "hidden",
);

/** A row for each visibility and each way to name a job. */
export function jobRows<Row>(toRow: (job: JobRow) => Row): Row[] {
  const visibilities: Visibility[] = ["private", "link", "public"];
  return visibilities.flatMap((visibility) =>
    (["link", "number"] as const).map((by) => {
      const isShared = visibility === "public" || (visibility === "link" && by === "link");
      const names = { private: "a private job", link: "a job shared by link", public: "a public job" };
      const of = (objects: Objects) => objects.jobs[visibility];
      return toRow({
        object: `${names[visibility]}, by its ${by}`,
        answers: isShared ? shared : only(theirs, "hidden"),
        of,
        job: (objects) => (by === "link" ? of(objects).uuid : String(of(objects).id)),
        by,
        visibility,
      });
    }),
  );
}

/** Who sees the inputs of a job that does not share them. */
export const inputsOnly = only(theirs, "hidden");
