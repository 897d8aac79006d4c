import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "@/server/errors";
import { t } from "@/server/language/text";
import { projectRoot } from "@/server/root";
import { contentDisposition } from "./download";

const FILENAME = "wooey.mjs";

let known: { changedAt: number; text: Buffer; etag: string } | undefined;

/** The client commands as one file to download, as bin/build/bundle.mjs has made it. @throws not_found if it has not */
export function sendClientProgram(request: Request): Response {
  const { text, etag } = readClientProgram();
  const headers = { etag, "cache-control": "no-cache" };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(text), {
    headers: {
      ...headers,
      "content-type": "text/javascript; charset=utf-8",
      "content-disposition": contentDisposition("attachment", FILENAME),
    },
  });
}

function readClientProgram() {
  const file = path.join(projectRoot(), "dist", "client", FILENAME);
  const changedAt = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (changedAt === undefined) throw new AppError("not_found", t("The client was not built. Run: npm run build:cli"));
  if (known?.changedAt === changedAt) return known;
  const text = fs.readFileSync(file);
  known = { changedAt, text, etag: `"${createHash("sha256").update(text).digest("hex").slice(0, 32)}"` };
  return known;
}
