import { execFile } from "node:child_process";
import fs from "node:fs";
import { promisify } from "node:util";
import { childEnvironment } from "@/server/env";

const run = promisify(execFile);
const DOCUMENT_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Writes a CycloneDX document of all packages in package-lock.json in `root` to `file`. npm makes it in about a second,
 * without the network. Those that only development needs are marked (`--omit=dev` would also leave out packages that
 * both need). @throws when npm fails
 */
export async function writeBillOfMaterials(root: string, file: string): Promise<void> {
  const options = ["--package-lock-only", "--sbom-format=cyclonedx", "--sbom-type=application"];
  const { stdout } = await run("npm", ["sbom", ...options], {
    cwd: root,
    env: childEnvironment({}),
    maxBuffer: DOCUMENT_BYTES_MAX,
  });
  await fs.promises.writeFile(file, stdout);
}
