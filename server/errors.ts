/** What went wrong, in words that transports map to a status: 401/403, 403, 404, 400, 409, 429 or 413, 503. */
export type AppErrorCode =
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "invalid"
  | "conflict"
  | "limit"
  | "unavailable";

/** Messages by field name; `__all__` holds those that belong to no field (Django's word, which Wooey's clients know). */
export type FieldErrors = Record<string, string[]>;

/** Adds messages for a field, whose name may be that of something that every object inherits, such as `constructor`. */
export function addFieldErrors(errors: FieldErrors, field: string, messages: string[]): void {
  if (messages.length === 0) return;
  const known = Object.hasOwn(errors, field) ? (errors[field] ?? []) : [];
  const value = [...known, ...messages];
  // An assignment to `__proto__` would not add a property.
  Object.defineProperty(errors, field, { value, enumerable: true, configurable: true, writable: true });
}

/** One thing that is wrong with a request, as API v2 reports it (RFC 9457 leaves these members to the API). */
export interface ErrorDetail {
  /** Where in the body: a JSON pointer, such as `/input/threads`. */
  pointer?: string;
  /** The name of the query parameter. */
  parameter?: string;
  detail: string;
  given?: unknown;
  /** The values, type or bounds that are allowed. */
  allowed?: unknown;
}

/** An error the caller can act on. Its texts are safe to show to anybody. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly fields: FieldErrors;
  /** What is wrong in detail, where more is known than messages by field. */
  details: ErrorDetail[] | undefined;
  /** For a `limit` on how often or how many at once: when to try again. Absent for a limit on size. */
  retryAfterSeconds: number | undefined;

  constructor(code: AppErrorCode, message: string, fields?: FieldErrors) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.fields = fields ?? { __all__: [message] };
  }
}

/** A `limit` error that says when to try again. */
export function limitReached(message: string, retryAfterSeconds: number): AppError {
  const error = new AppError("limit", message);
  error.retryAfterSeconds = retryAfterSeconds;
  return error;
}

/** An `invalid` error with what is wrong in detail. */
export function invalidInput(message: string, details: ErrorDetail[]): AppError {
  const fields: FieldErrors = {};
  for (const { pointer = "", parameter, detail } of details) {
    addFieldErrors(fields, (parameter ?? pointer.split("/")[1]) || "__all__", [detail]);
  }
  const error = new AppError("invalid", message, fields);
  error.details = details;
  return error;
}

/** An `invalid` error on one field. */
export function invalidField(field: string, message: string): AppError {
  return new AppError("invalid", message, { [field]: [message] });
}

/** A problem with the machine or the settings that stops a process from starting; its message is one clear sentence. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
  }
}
