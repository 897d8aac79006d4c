import type { Objects } from "./objects";
import type { Answers, Role } from "./roles";

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** A page, a method of a route or a server action, what it is asked about, and what each role gets. */
export interface Row {
  /** Below `app/`. */
  file: string;
  /** `page`, a method, or the name of an action. */
  export: string;
  /** What it is about; "" for nothing. */
  object: string;
  answers: Answers;
  request(objects: Objects, role: Role): RowRequest;
  /** It is asked about something that does not exist or is not valid, so whoever may do it learns that. */
  isAboutNothing?: true;
  /** Another session than that of the other rows: one in which the password was given long ago, or one that may end. */
  session?: "unconfirmed" | "ending";
}

export interface RowRequest {
  path: string;
  /** Fields of a form, or the arguments of an action that scripts call. */
  fields?: Record<string, string>;
  args?: unknown[];
  /** Headers without which the input would be refused before the caller is. */
  headers?: Record<string, string>;
}

/** The same row, about this object. */
export function about(object: string, row: Row): Row {
  return { ...row, object };
}
