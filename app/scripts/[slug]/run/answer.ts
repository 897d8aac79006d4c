import type { FieldErrors } from "@/server/errors";

/** The longest address that a browser without JavaScript is sent to. */
const ADDRESS_MAX = 6_000;

/** Whether the sender wants JSON: the page's own script does, a plain form does not. */
export function wantsJson(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes("application/json");
}

/** 303 to a page, as after any form. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path } });
}

/** The path of the form with what it was filled with and `__errors`, for a browser without JavaScript. */
export function formPathWithErrors(slug: string, prefill: [string, string][], errors: FieldErrors): string {
  const query = new URLSearchParams({ __errors: JSON.stringify(errors).slice(0, 2_000) });
  for (const [name, value] of prefill) {
    if (query.toString().length + encodeURIComponent(value).length < ADDRESS_MAX) query.append(name, value);
  }
  return `/scripts/${encodeURIComponent(slug)}/?${query}`;
}
