import { createHmac, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { env } from "@/server/env";

let cached: string | undefined;

/**
 * The instance's secret: AUTH_SECRET, else one in the data folder (`auth-secret`, mode 600), which is created when it
 * is first needed. Processes that start at the same time agree on one.
 */
export function authSecret(): string {
  cached ??= env().AUTH_SECRET ?? readOrMake(path.join(env().WOOEY_DATA_DIR, "auth-secret"));
  return cached;
}

/** A separate key for one purpose, so that a signature for one cannot be used for another. Hex, 256 bit. */
export function secretFor(purpose: string): string {
  return createHmac("sha256", authSecret()).update(purpose).digest("hex");
}

function readOrMake(file: string): string {
  const there = read(file);
  if (there) return there;
  const candidate = `${file}.${randomBytes(6).toString("hex")}`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(candidate, randomBytes(32).toString("base64url"), { mode: 0o600, flush: true });
  try {
    fs.linkSync(candidate, file); // fails if another process was first; then its secret counts
  } catch (error) {
    // The functions of node:fs throw only such errors.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(candidate);
  }
  return read(file);
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch (error) {
    // The functions of node:fs throw only such errors.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
