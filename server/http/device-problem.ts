import { phrase, t } from "@/server/language/text";
import { problemResponse } from "./problem";

const details: Record<string, string> = {
  authorization_pending: phrase("Nobody has approved this yet."),
  slow_down: phrase("You ask too often. Wait five seconds longer each time."),
  access_denied: phrase("A person has denied this, or their session has ended."),
  expired_token: phrase("The code has expired."),
  unsupported_grant_type: phrase("This grant type is not supported."),
};

/** Why a program gets no key: a problem with the `error` that RFC 8628, section 3.5, asks for. */
export function deviceProblem(error: string): Response {
  const detail = t(details[error] ?? phrase("This code is unknown or was used already."));
  return problemResponse(400, { detail, error });
}
