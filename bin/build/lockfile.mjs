// Adds to package-lock.json the optional platform packages that the registry did not serve when the lockfile was
// written: without them `npm ci` stops with "Missing: X from lock file". Run `npm run lockfile` after every npm install.
// With --check it only reports whether something is missing (exit code 1).
import fs from "node:fs";

const FILE = "package-lock.json";
const SYSTEMS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "win32",
  "windows",
  "openbsd",
  "netbsd",
  "sunos",
  "aix",
  "openharmony",
];
const PROCESSORS = ["arm64", "x64", "ia32", "arm", "ppc64", "s390x", "riscv64", "loong64", "wasm32", "mips64el"];

const lock = JSON.parse(fs.readFileSync(FILE, "utf8"));
const packages = lock.packages;

/** Whether npm finds `name` from the package at `at`, by walking up its node_modules folders. */
function isLocked(at, name) {
  for (let folder = at; ; ) {
    if (packages[`${folder ? `${folder}/` : ""}node_modules/${name}`]) return true;
    if (!folder) return false;
    const cut = folder.lastIndexOf("/node_modules/");
    folder = cut < 0 ? "" : folder.slice(0, cut);
  }
}

function platformEntry(name, version, dev) {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.find((word) => words.includes(word));
  const cpu = PROCESSORS.find((word) => words.includes(word));
  if (!os && !cpu) return null;
  return {
    version,
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(dev ? { dev: true } : {}),
    ...(words.includes("musl") ? { libc: ["musl"] } : {}),
    optional: true,
    ...(os ? { os: [os === "windows" ? "win32" : os] } : {}),
  };
}

const added = [];
for (const [at, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(at, name)) continue;
    const entry = platformEntry(name, version, dev);
    if (entry) {
      packages[`node_modules/${name}`] = entry;
      added.push(name);
    }
  }
}

if (process.argv.includes("--check")) {
  if (added.length > 0) {
    console.error(`package-lock.json lacks ${added.join(", ")}: run "npm run lockfile"`);
    process.exit(1);
  }
} else if (added.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  fs.writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
}
if (!process.argv.includes("--check")) console.log(`${added.length} platform packages added`);
