import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder in which each process that runs tests has its data folder. */
    dataFolders: string;
  }
}

/** A temporary folder for the data folders of a test run. */
export default function setup(project: TestProject): () => void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "wooey-data-"));
  fs.chmodSync(folder, 0o755); // Scripts of a confined run have another user id.
  project.provide("dataFolders", folder);
  return () => fs.rmSync(folder, { recursive: true, force: true });
}
