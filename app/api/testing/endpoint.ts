import fs from "node:fs";
import path from "node:path";
import { pg } from "@/db/client";
import type { Endpoint } from "@/server/openapi/endpoints";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** The handler that Next calls for an endpoint: its route file's export of that method. */
export async function handlerOf(endpoint: Endpoint): Promise<Handler> {
  const folder = `app${endpoint.path.replace(/\{(\w+)\}/g, "[$1]")}`;
  const file = path.resolve(folder, "route.ts");
  if (!fs.existsSync(file)) throw new Error(`${file} is not there.`);
  const route = (await import(/* @vite-ignore */ file)) as Record<string, Handler>;
  const handler = route[endpoint.method.toUpperCase()];
  if (!handler) throw new Error(`${folder}route.ts has no ${endpoint.method}.`);
  return handler;
}

/** Calls an endpoint with `params` in its path. */
export async function callEndpoint(
  endpoint: Endpoint,
  params: Record<string, string>,
  { headers = {}, body }: { headers?: Record<string, string>; body?: BodyInit | null } = {},
): Promise<{ status: number; json: unknown; text: string; headers: Headers }> {
  const address = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    // Half of a surrogate pair cannot stand in an address.
    encodeURIComponent(Buffer.from(params[name] ?? "").toString()),
  );
  const method = endpoint.method.toUpperCase();
  const request = new Request(`http://wooey.test${address}`, {
    method,
    headers: { host: "wooey.test", ...headers },
    ...(method === "GET" || body === undefined ? {} : { body, duplex: "half" }),
  } as RequestInit);
  const response = await (await handlerOf(endpoint))(request, { params: Promise.resolve(params) });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, json: isJson ? JSON.parse(text) : null, text, headers: response.headers };
}

// The use of a key is recorded once a minute, an attempt is counted whether or not it is refused, and refusals are
// recorded as such.
const ignored = ["attempts"];

/** What every table holds, in a few characters each: two that are equal mean that nothing was changed in between. */
export async function databaseState(): Promise<Record<string, string>> {
  const tables = await pg<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all (${ignored})`;
  const states = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as state
       from (select (to_jsonb(t) - array['last_used_at', 'last_used_address', 'last_seen_at', 'known_networks'])::text as row from ${name} t${name === "audit" ? " where t.action not like 'access.%'" : ""}) rows`,
  );
  const rows = await pg.unsafe<{ name: string; state: string }[]>(`${states.join(" union all ")} order by name`);
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
}
