import { z } from "zod";
import { engineHandler } from "../functions/handler";

/** What the SDK answers to a request to register, in its own words. */
const answer = z.looseObject({ message: z.string().nullish() });

/**
 * Registers the functions with the Inngest server: the SDK's own handler sends their configuration, signed with the
 * signing key. `servedAt` is the address at which the server calls them. Doing it again has no effect.
 * @throws with the SDK's message when the server does not take them
 */
export async function registerFunctions(servedAt: string): Promise<void> {
  const headers = { host: new URL(servedAt).host };
  const response = await engineHandler(new Request(servedAt, { method: "PUT", headers }));
  const text = await response.text();
  if (response.ok) return;
  throw new Error(messageOf(text) ?? `it answers ${response.status}`);
}

function messageOf(text: string): string | null {
  try {
    return answer.parse(JSON.parse(text)).message ?? null;
  } catch {
    return null;
  }
}
