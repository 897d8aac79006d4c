// Writes docs/security/licences.md: every package that the product installs, by its licence. With --check it only
// reports whether the document is out of date (exit code 1). Run `npm run licences` after every npm install.
import fs from "node:fs";

const FILE = "docs/security/licences.md";

/** Licences that a package names in its Readme alone. */
const licencesInReadme = { "combine-errors": "MIT" };

const packages = JSON.parse(fs.readFileSync("package-lock.json", "utf8")).packages;
const byLicence = new Map();
for (const [folder, entry] of Object.entries(packages)) {
  const isPlatformVariant = Boolean(entry.os || entry.cpu);
  if (folder === "" || entry.dev || isPlatformVariant) continue;
  const licence = entry.license ?? licenceInPackage(folder);
  const names = byLicence.get(licence) ?? byLicence.set(licence, new Set()).get(licence);
  // An override in package.json installs another package in the folder; the entry then has its name.
  names.add(`${entry.name ?? folder.split("node_modules/").pop()} ${entry.version}`);
}

const text = `# Licences of the installed packages

\`npm run licences\` writes this document from package-lock.json. It lists the packages that \`npm ci --omit=dev\`
installs. The platform-specific variants of a package have the licence of the package that needs them. The build writes an
inventory as a CycloneDX document to \`.next/sbom.cdx.json\`.

${[...byLicence]
  .sort(([a, one], [b, other]) => other.size - one.size || a.localeCompare(b))
  .map(([licence, names]) => `## ${licence} (${names.size})\n\n${[...names].sort().join(", ")}\n`)
  .join("\n")}`;

if (!process.argv.includes("--check")) fs.writeFileSync(FILE, text);
else if (!fs.existsSync(FILE) || fs.readFileSync(FILE, "utf8") !== text) {
  console.error(`${FILE} is out of date: run "npm run licences"`);
  process.exit(1);
}

/** The licence of an old package, whose lock entry has none because its package.json has a list of licences. */
function licenceInPackage(folder) {
  const { licenses = [] } = JSON.parse(fs.readFileSync(`${folder}/package.json`, "utf8"));
  const name = folder.split("node_modules/").pop();
  const names = Object.hasOwn(licencesInReadme, name) ? [licencesInReadme[name]] : licenses.map(({ type }) => type);
  if (names.length === 0) throw new Error(`${folder} names no licence: look it up before you depend on it`);
  return names.join(" OR ");
}
