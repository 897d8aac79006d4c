import type { DetailedError, HttpRequest, HttpResponse } from "tus-js-client";
import { t } from "@/server/language/text";
import { SendError } from "./send-error";

/** The server refuses a request of anyone but this user. */
export const SENDER_HEADER = "Wooey-Sender";

/**
 * The client takes every failure of the request for the offset for an upload that is gone, and starts again. It is gone
 * only if the server says so; this makes anything else an error, after which the client asks again.
 */
export function keepAfterFault(request: HttpRequest, response: HttpResponse): void {
  const status = response.getStatus();
  if (request.getMethod() === "HEAD" && status >= 400 && status !== 404) throw new HeadError(status);
}

/** The response to a request for the offset, which has no body, if the offset is not in it. */
class HeadError extends Error {
  constructor(readonly status: number) {
    super(`status ${status}`);
  }
}

function statusOf({ originalResponse, causingError }: DetailedError): number {
  if (causingError instanceof HeadError) return causingError.status;
  return originalResponse?.getStatus() ?? 0;
}

/** Whether the connection was lost, the server is busy, or something between it and the browser failed. */
export function isWorthRetrying(error: DetailedError): boolean {
  const status = statusOf(error);
  if (isAboutSender(error)) return false;
  if (status === 503) return answerOf(error).message === null;
  return status === 0 || status === 409 || status === 429 || status >= 500;
}

/** Whether somebody else is signed in than the one who opened the form: 401 for nobody, 409 for another user. */
function isAboutSender(error: DetailedError): boolean {
  const status = statusOf(error);
  const isOffsetAsked = error.causingError instanceof HeadError;
  return status === 401 || (status === 409 && (isOffsetAsked || answerOf(error).sender !== undefined));
}

/** What a failure means for the person. */
export async function toSendError(error: Error | DetailedError, sender: string): Promise<SendError> {
  const lost = t("The connection to the server was lost. Run the script again to continue the upload.");
  if (!("originalRequest" in error)) return new SendError(lost);
  const answer = isAboutSender(error) ? await askForSender(sender) : answerOf(error);
  return new SendError(answer.message ?? lost, answer.sender);
}

/** Asks who is signed in. The request opens no upload, because it says no size. */
async function askForSender(sender: string): Promise<Answer> {
  const response = await fetch("/uploads", { method: "POST", headers: { [SENDER_HEADER]: sender } }).catch(() => null);
  return readAnswer((await response?.text()) ?? "");
}

interface Answer {
  message: string | null;
  sender?: SendError["sender"];
}

function answerOf({ originalResponse }: DetailedError): Answer {
  return readAnswer(originalResponse?.getBody() ?? "");
}

/** What an answer of this server says; no message for any other body. */
function readAnswer(body: string): Answer {
  try {
    // The routes answer errors with this type.
    const { errors, user } = JSON.parse(body) as { errors?: { __all__?: string[] }; user?: SendError["sender"] };
    const message = errors?.__all__?.[0] ?? null;
    return user === undefined ? { message } : { message, sender: user };
  } catch {
    return { message: null };
  }
}
