// `npm run audit:dependencies`: reports the known vulnerabilities of the packages that the product installs. It asks the
// registry, and OSV (https://google.github.io/osv.dev/post-v1-querybatch/) where the registry does not answer.
// Exit code 0: none are known. 1: some are. 2: nobody could be asked, so nothing is known.
import { spawnSync } from "node:child_process";
import fs from "node:fs";

const OSV = "https://api.osv.dev";
const TIMEOUT_MS = 20_000;
const BATCH_SIZE = 500; // OSV accepts 1,000.

const reasons = [];
const found = (await attempt("the registry", askRegistry)) ?? (await attempt("OSV", askOsv));
if (found === undefined) {
  console.error(`Vulnerabilities could NOT be checked.\n${reasons.join("\n")}`);
  process.exit(2);
}
for (const line of found.lines) console.log(line);
console.log(`${found.source}: ${found.lines.length} of the installed packages have known vulnerabilities.`);
process.exit(found.lines.length === 0 ? 0 : 1);

/** What the source answers; undefined when it does not, with the reason in `reasons`. */
async function attempt(source, ask) {
  try {
    return { source, lines: await ask() };
  } catch (error) {
    reasons.push(`${source}: ${error.message}`);
    return undefined;
  }
}

function askRegistry() {
  const { stdout } = spawnSync("npm", ["audit", "--json", "--omit=dev"], { encoding: "utf8", timeout: TIMEOUT_MS });
  const report = parse(stdout);
  if (!report.vulnerabilities) throw new Error(report.message ?? report.error?.summary ?? "it has no audit");
  return Object.values(report.vulnerabilities).map(
    ({ name, severity, range, via }) =>
      `${name} ${range} (${severity}): ${via.map((each) => each.title ?? each).join("; ")}`,
  );
}

async function askOsv() {
  const installed = Object.entries(JSON.parse(fs.readFileSync("package-lock.json", "utf8")).packages)
    .filter(([folder, entry]) => folder !== "" && !entry.dev)
    .map(([folder, { version }]) => ({ name: folder.split("node_modules/").pop(), version }));
  const lines = [];
  for (let at = 0; at < installed.length; at += BATCH_SIZE) {
    const batch = installed.slice(at, at + BATCH_SIZE);
    const queries = batch.map(({ name, version }) => ({ package: { name, ecosystem: "npm" }, version }));
    const answer = await fetch(`${OSV}/v1/querybatch`, {
      method: "POST",
      body: JSON.stringify({ queries }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    const { results } = await answer.json();
    results.forEach(({ vulns = [] }, index) => {
      const { name, version } = batch[index];
      if (vulns.length > 0) lines.push(`${name} ${version}: ${vulns.map(({ id }) => id).join(", ")}`);
    });
  }
  return lines;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("it did not answer in JSON");
  }
}
