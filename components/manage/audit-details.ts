import { phrase, t } from "@/server/language/text";

/** The details of an entry: names and new values. */
export function detailLabel(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== "" && value !== null)
    .map(([name, value]) => `${nameLabel(name)}: ${valueLabel(value)}`)
    .join(" · ");
}

/** How much of a checksum is shown. Its start tells versions apart, and the export contains all of it. */
function valueLabel(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueLabel).join(", ") || t("none");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value !== "object" || value === null) return String(value).replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1…");
  const inside = Object.entries(value).map(([name, each]) => `${nameLabel(name)} ${valueLabel(each)}`);
  return inside.join(", ") || t("none");
}

/** The labels of details. `nameLabel` derives the labels of all other names. */
const names: Record<string, string> = {
  userGroups: phrase("user groups"),
  isActive: phrase("active"),
  isDefault: phrase("default"),
  ignoreBadImports: phrase("ignore bad imports"),
  executeFullPath: phrase("execute full path"),
  savePath: phrase("save path"),
  environmentId: phrase("environment id"),
  limits: phrase("limits"),
  runSeconds: phrase("run seconds"),
  cpuSeconds: phrase("cpu seconds"),
  memoryBytes: phrase("memory bytes"),
  processes: phrase("processes"),
  openFiles: phrase("open files"),
  jobFolderBytes: phrase("job folder bytes"),
  concurrent: phrase("concurrent"),
  networkAllowed: phrase("network allowed"),
  isRepeatable: phrase("repeatable"),
  hasTerminal: phrase("has terminal"),
  isolationLevel: phrase("isolation level"),
  isKnownDevice: phrase("known browser"),
  browser: phrase("browser"),
  sessions: phrase("sessions"),
  reason: phrase("reason"),
  inThisHour: phrase("in this hour"),
  scopes: phrase("scopes"),
  name: phrase("name"),
  group: phrase("group"),
  description: phrase("description"),
  documentation: phrase("documentation"),
  position: phrase("position"),
  priority: phrase("priority"),
  version: phrase("version"),
  versions: phrase("versions"),
  versionId: phrase("version id"),
  iteration: phrase("iteration"),
  filename: phrase("filename"),
  path: phrase("path"),
  fields: phrase("fields"),
  jobs: phrase("jobs"),
  attempt: phrase("attempt"),
  by: phrase("by"),
  from: phrase("from"),
  to: phrase("to"),
  role: phrase("role"),
  tags: phrase("tags"),
  note: phrase("note"),
  days: phrase("days"),
  receiver: phrase("recipient"),
  invitation: phrase("invitation"),
  userId: phrase("user id"),
  ownerId: phrase("owner id"),
  changed: phrase("changed"),
  closed: phrase("closed"),
  member: phrase("member"),
  scripts: phrase("scripts"),
  requirements: phrase("requirements"),
  python: phrase("python"),
  visibility: phrase("visibility"),
  inputsShared: phrase("inputs shared"),
  newLink: phrase("new link"),
  notice: phrase("notice"),
  registration: phrase("registration"),
  expirationAnonymous: phrase("expiration anonymous"),
  expirationUser: phrase("expiration user"),
};

/** userGroups → user groups, isActive → active */
function nameLabel(name: string): string {
  const label = Object.hasOwn(names, name) ? names[name] : undefined;
  if (label) return t(label);
  return name
    .replace(/^is(?=[A-Z])/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}
