import type { Actor } from "@/server/auth/actor";
import { checkSender, SenderError } from "@/server/jobs/submit-form";
import { askForSender } from "../scripts/[slug]/run/answer";

/** Who opened the form that sends a file: the id of a user, "" for a visitor. Clients without a form leave it out. */
const SENDER_HEADER = "wooey-sender";

/** Answers a request of a form, unless its sender is not the person who opened the form: then it asks who sends it. */
export async function asSender(request: Request, sender: Actor, answer: () => Promise<Response>): Promise<Response> {
  try {
    await checkSender(sender, request.headers.get(SENDER_HEADER));
    return await answer();
  } catch (error) {
    if (error instanceof SenderError) return askForSender(error);
    throw error;
  }
}
