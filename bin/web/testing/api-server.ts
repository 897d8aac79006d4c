import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { projectRoot } from "@/server/root";
import { inLanguageOf } from "../language";
import { sendFilesOf } from "../send-file";

type Handler = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>;

interface Route {
  pattern: RegExp;
  names: { name: string; isRest: boolean }[];
  file: string;
}

/**
 * A server that answers the addresses of API v2 by their route files, as Next does, so that tests of programs need no
 * built product. The caller lets it listen.
 */
export function makeApiServer(): http.Server {
  const routes = listRoutes();
  return http.createServer((request, response) => {
    sendFilesOf(request, response);
    inLanguageOf(request, () => {
      answer(routes, request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    });
  });
}

function listRoutes(): Route[] {
  const folder = path.join(projectRoot(), "app", "api", "v2");
  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /route\.ts$/.test(file));
  const routes = files.map((file) => toRoute(path.join(folder, file), path.dirname(file)));
  // As Next chooses: fixed names before parameters, and these before lists of them.
  const rank = ({ pattern }: Route) => pattern.source.replaceAll("[^/]+", "~").replaceAll(".+", "~~");
  return routes.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

function toRoute(file: string, folder: string): Route {
  const names: Route["names"] = [];
  const parts = folder.split("/").filter((part) => part !== "." && part !== "");
  const source = parts.map((part) => {
    const [, rest, name] = /^\[(\.\.\.)?(\w+)\]$/.exec(part) ?? [];
    if (name === undefined) return `/${part}`;
    names.push({ name, isRest: rest !== undefined });
    return rest === undefined ? "/([^/]+)" : "/(.+)";
  });
  return { pattern: new RegExp(`^/api/v2${source.join("")}/?$`), names, file };
}

async function answer(routes: Route[], request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const route = routes.find(({ pattern }) => pattern.test(url.pathname));
  const module = route && ((await import(/* @vite-ignore */ route.file)) as Record<string, Handler>);
  const handler = module?.[request.method ?? ""];
  if (!route || !handler) return void response.writeHead(404).end();
  const values = route.pattern.exec(url.pathname)?.slice(1) ?? [];
  const params = route.names.map(({ name, isRest }, index): [string, string | string[]] => {
    const parts = (values[index] ?? "").split("/").map(decodeURIComponent);
    return [name, isRest ? parts : (parts[0] ?? "")];
  });
  const left = new AbortController();
  response.once("close", () => left.abort());
  const answered = await handler(toRequest(url, request, left.signal), {
    params: Promise.resolve(Object.fromEntries(params)),
  });
  response.statusCode = answered.status;
  for (const [name, value] of answered.headers) response.setHeader(name, value);
  if (!answered.body) return void response.end();
  const reader = answered.body.getReader();
  response.once("close", () => void reader.cancel().catch(() => undefined));
  for (let read = await reader.read(); !read.done && !response.destroyed; read = await reader.read())
    response.write(read.value);
  response.end();
}

function toRequest(url: URL, request: http.IncomingMessage, signal: AbortSignal): Request {
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  return new Request(url, {
    method: request.method ?? "GET",
    headers,
    signal,
    ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: "half" } : {}),
  } as RequestInit);
}
