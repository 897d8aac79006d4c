import fs from "node:fs";
import { z } from "zod";
import type { Objects } from "./objects";
import type { Answer, Person, Role } from "./roles";
import type { Row, RowRequest } from "./row";

/** What a request got, in the table's words; the status where the table has no word for it. */
export type Seen = Answer | `status ${number}`;

const manifest = z.object({
  node: z.record(z.string(), z.object({ exportedName: z.string().optional(), filename: z.string().optional() })),
});

/** The ids of the build's server actions by file (below app/) and name. */
export function readActionIds(): Map<string, string> {
  const text = fs.readFileSync(".next/server/server-reference-manifest.json", "utf8");
  const entries = Object.entries(manifest.parse(JSON.parse(text)).node);
  return new Map(entries.map(([id, { filename = "", exportedName }]) => [`${filename.slice(4)} ${exportedName}`, id]));
}

/** Asks what a row says as a role, and reads the answer's headers and, for an action, its messages. */
export async function askAs(
  role: Role,
  row: Row,
  { origin, objects, actionIds }: { origin: string; objects: Objects; actionIds: Map<string, string> },
): Promise<Seen> {
  const person = role as Person; // A key has no session, and gets its own headers below.
  const headers = (row.session && objects.sessionsOf[row.session][person]) || objects.headers[role];
  const asked = row.request(objects, role);
  const actionId = actionIds.get(`${row.file} ${row.export}`);
  const leaving = new AbortController();
  const isApi = row.export === row.export.toUpperCase();
  const response = await fetch(new URL(asked.path, origin), {
    ...(actionId ? toAction(asked) : toRequest(row.export, asked)),
    redirect: "manual",
    signal: leaving.signal,
    headers: {
      ...headers,
      ...asked.headers,
      origin,
      "sec-fetch-site": "same-origin",
      ...(actionId ? { "next-action": actionId, accept: "text/x-component" } : {}),
      ...(isApi ? { accept: "application/json" } : {}),
      ...(asked.args ? { "content-type": actionId ? "text/plain;charset=UTF-8" : "application/json" } : {}),
    },
  });
  const text = actionId ? await response.text() : "";
  leaving.abort(); // A stream has no end.
  return (actionId && readRefusal(text)) || toAnswer(row, response);
}

function toRequest(method: string, { fields, args }: RowRequest): RequestInit {
  if (method === "page" || method === "GET") return { method: "GET" };
  if (args) return { method, body: JSON.stringify(args[0]) };
  return { method, body: fields && Object.keys(fields).length > 0 ? new URLSearchParams(fields) : null };
}

/** As React encodes the arguments of an action: a form is the first argument, and its fields have a prefix. */
function toAction({ fields = {}, args }: RowRequest): RequestInit {
  if (args) return { method: "POST", body: JSON.stringify(args) };
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append("0", '["$K1"]');
  return { method: "POST", body };
}

const forbidden =
  /Must be authenticated|You do not have permission to manage scripts|Only an administrator can do this|You are not permitted/;
const missing = /not found|no longer exists|There is no such|has no such/i;

/** An action for a form answers with messages instead of a status, and one for scripts with null for nothing. */
function readRefusal(text: string): Answer | null {
  if (/^1:null$/m.test(text)) return "hidden";
  const messages = /"errors":(\{.*?\})/.exec(text)?.[1] ?? "";
  if (forbidden.test(messages)) return "403";
  return missing.test(messages) ? "hidden" : null;
}

function toAnswer(row: Row, { status, headers }: Response): Seen {
  if (row.export === "page" && status >= 300 && status < 400) {
    return headers.get("location")?.includes("/login/") ? "sign in" : "elsewhere";
  }
  if (status === 403) return "403";
  if (status === 401) return "401";
  if (status === 404) return "hidden";
  if (status === 405 || status >= 500) return `status ${status}`;
  return "yes";
}
