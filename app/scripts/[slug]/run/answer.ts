/** Whether the sender wants JSON: the page's own script does, a plain form does not. */
export function wantsJson(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes("application/json");
}

/** 303 to a page, as after any form. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path } });
}
