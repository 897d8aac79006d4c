import { ZodError } from "zod";
import { AppError, addFieldErrors, type FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";

/**
 * The AppError behind a thrown value, if the caller can act on it: also for input that does not fit its schema, and for
 * values that PostgreSQL cannot store. Null for anything else.
 */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return new AppError("invalid", t("The input is not valid."), fieldsOf(error));
  const code = databaseCode(error);
  if (code === "22021" || code === "22P05") {
    return new AppError("invalid", t("The text contains a character that cannot be stored."));
  }
  if (code === "22003") return new AppError("invalid", t("A number is too large."));
  // A text that is no number, date or uuid where one is stored.
  return code && ["22P02", "22007", "22008"].includes(code)
    ? new AppError("invalid", t("The input is not valid."))
    : null;
}

/** Logs an unexpected error in full, but without the parameters of a query, which contain hashes. */
export function logFailure(requestId: string, what: string, error: unknown): void {
  const cause = error instanceof Error && "query" in error && error.cause ? error.cause : error;
  console.error(`[${requestId}] ${what}:`, cause);
}

function fieldsOf(error: ZodError): FieldErrors {
  const fields: FieldErrors = {};
  for (const issue of error.issues) addFieldErrors(fields, String(issue.path[0] ?? "__all__"), [issue.message]);
  return fields;
}

/** The SQLSTATE of a database error, also of one that Drizzle wrapped. */
function databaseCode(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}
