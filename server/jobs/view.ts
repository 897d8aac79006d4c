import type { CommandValues } from "@/command-line/values";
import type { JobStatus } from "@/db/job-state";
import type { EndCause, FileKind, Visibility } from "@/db/schema/jobs";
import type { Message } from "@/server/language/message";
import type { Metric } from "./metrics";
import type { JobNotes } from "./notes";
import type { JobParameter } from "./parameters";

/** A file of a job, as pages show it. */
export interface JobFileView {
  id: number;
  direction: "input" | "output";
  /** Relative, with `/`. */
  path: string;
  sizeBytes: number;
  kind: FileKind;
  mediaType: string;
  parameter: string | null;
  /** Why the file cannot be opened; null if it can. */
  withheld: string | null;
}

/** A file in the list of all files of a job: what is needed to search, sort and open it. */
export interface FileEntry extends Pick<JobFileView, "id" | "direction" | "path" | "sizeBytes" | "kind"> {
  /** When it was stored, in milliseconds since 1970. */
  at: number;
}

/** A person as other people see them. */
export interface PersonView {
  username: string;
  /** The full name, else the username. */
  name: string;
}

/** A job in a list. Plain data, safe to hand to the browser of the actor it was read for. */
export interface JobRow {
  id: number;
  uuid: string;
  name: string;
  description: string;
  status: JobStatus;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  exitCode: number | null;
  signal: string | null;
  endedBy: EndCause | null;
  endMessages: Message[] | null;
  /** What the script has reported about its run; null if nothing, and before its end. */
  metrics: Metric[] | null;
  /** In alphabetical order. */
  tags: string[];
  visibility: Visibility;
  /** The program through which an API key submitted it, such as Claude Code; null if none is known. */
  client: string | null;
  /** Whether the actor may act on it: its owner, or staff. */
  isOwner: boolean;
  /** Whether the actor owns it. */
  isMine: boolean;
  /** Null for the job of an anonymous visitor, and always null if an anonymous visitor asks. */
  owner: PersonView | null;
  script: { slug: string; name: string };
  version: { id: number; version: string; iteration: number; isDefault: boolean; isActive: boolean };
}

/** A job as its page shows it. */
export interface JobView extends JobRow {
  attempt: number;
  isolationLevel: number | null;
  outputBytes: number;
  outputDroppedBytes: number;
  inputsShared: boolean;
  stopRequestedAt: Date | null;
  killRequested: boolean;
  /**
   * The submitted values without secrets. An input file is `file:<id of job_files>`, which can fill a form; a parameter
   * with input files that the actor may not see is omitted.
   */
  values: CommandValues;
  /** The same with the names of the input files instead of their ids; names that the actor may not see are hidden. */
  displayValues: CommandValues;
  parameters: JobParameter[];
  /** As a person would type it: the script's file name, then its arguments; input files by name, if it is shown. */
  command: string;
  /** Inputs (only those that the actor may see), then outputs; the first 500. `listAllFiles` returns all of them. */
  files: JobFileView[];
  hasMoreFiles: boolean;
  notes: JobNotes | null;
  /** Median time in seconds of this version's last completed runs; null if there are none. */
  usualSeconds: number | null;
}
