// The S3 server of the tests: versitygw, built once from the Go module proxy into the user's cache folder. As a program it
// builds the server and says why it cannot.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const VERSION = "v1.8.0";
const MODULE = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`;
const BUILD_MS = 10 * 60_000;

const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
const folder = path.join(cache, "wooey-tests", `versitygw-${VERSION}`);
const program = path.join(folder, "versitygw");

/**
 * The path of the server's program, which is built if it is missing (about a minute).
 * @type {() => Promise<{ program: string } | { missing: string }>}
 */
export async function findS3Server() {
  if (fs.existsSync(program)) return { program };
  fs.mkdirSync(folder, { recursive: true });
  // Another run may build it at the same time: the finished program appears at once.
  const building = fs.mkdtempSync(path.join(folder, "building-"));
  try {
    const failure = await install(building);
    if (failure !== null) return { missing: failure };
    fs.renameSync(path.join(building, "versitygw"), program);
    return { program };
  } finally {
    fs.rmSync(building, { recursive: true, force: true });
  }
}

/** Null, or why the program could not be built. */
function install(target) {
  const env = { ...process.env, GOBIN: target, CGO_ENABLED: "0" };
  const child = spawn("go", ["install", MODULE], { env, stdio: ["ignore", "ignore", "pipe"], timeout: BUILD_MS });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    output = (output + text).slice(-2000);
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve("Go is not installed"));
    child.once("close", (code) => resolve(code === 0 ? null : `${MODULE} could not be built: ${output.trim()}`));
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const found = await findS3Server();
  console.log("program" in found ? `The S3 server of the tests: ${found.program}` : `NO S3 server: ${found.missing}`);
}
