import { createHmac } from "node:crypto";
import { secretFor } from "@/server/auth/secret";
import type { UploadedFile } from "@/server/files/upload";

/**
 * Identifies a request by everything that it asks for: two requests have the same hash if they ask for the same, in
 * whatever order their JSON has its properties. It is keyed, because the request may contain secrets that are easy to guess.
 */
export function hashRequest(request: Record<string, unknown>, uploads: UploadedFile[]): string {
  const files = uploads.map(({ field, filename, content }) => [field, filename, content.sha256]);
  return createHmac("sha256", secretFor("idempotency")).update(toCanonicalJson({ request, files })).digest("base64url");
}

/** JSON with the properties of each object in the order of their names. */
function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
    const entries = Object.entries(each).sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(entries);
  });
}
