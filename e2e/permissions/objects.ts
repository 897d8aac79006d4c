import type { Visibility } from "@/db/schema/jobs";
import type { Person, Role } from "./roles";

/**
 * An ended job with a table as its output and one as its input; one like it whose version is disabled, so that
 * it does not run again; and the jobs that each role may delete with an action or by the API.
 */
export interface JobObject {
  id: number;
  uuid: string;
  output: number;
  input: number;
  /** An output file that is HTML. */
  report: number;
  disabled: number;
  deletable: Record<"deleteAction" | "deleteJob" | "removeJob", Record<Role, number>>;
}

export const keyChanges = [
  "toggleKeyAction",
  "deleteKeyAction",
  "disableKeyAction",
  "switchApiKey",
  "deleteApiKey",
] as const;
export type KeyChange = (typeof keyChanges)[number];

export interface ScriptObject {
  id: number;
  slug: string;
  versionId: number;
}

/** What the rows of the table ask for. */
export interface Objects {
  headers: Record<Role, Record<string, string>>;
  /**
   * `unconfirmed`: the password was last given an hour ago, so that whatever asks for it again changes nothing. `ending`:
   * for the row that ends the session.
   */
  sessionsOf: Record<"unconfirmed" | "ending", Record<Person, Record<string, string>>>;
  /** Of the owner. */
  jobs: Record<Visibility, JobObject>;
  /** Of the visitor with the role `own browser`. */
  browserJobs: Record<Visibility, JobObject>;
  /** A script for everyone, one for a user group of the owner's, and one that is disabled. */
  scripts: Record<"open" | "restricted" | "disabled", ScriptObject>;
  /** A key of the owner's for each role and each action or endpoint that changes it. */
  apiKeys: Record<KeyChange, Record<Role, number>>;
  /** A session of the owner's for each role, which may end it. */
  sessions: Record<Role, string>;
  /** An upload of the owner's, and those that each role may cancel from a form or by the API. */
  uploads: { open: string; cancellable: Record<Role, string>; removable: Record<Role, string> };
  environment: number;
  builtEnvironment: string;
  scriptGroup: number;
  userGroup: number;
  person: number;
  passwordLink: string;
  assetPath: string;
  /** For a report of the owner's private job, issued to the owner. */
  reportToken: string;
}
