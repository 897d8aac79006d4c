import { phrase, t } from "@/server/language/text";

const words: Record<string, string> = {
  "script.add": phrase("Script added"),
  "script.patch": phrase("Script changed"),
  "script.delete": phrase("Script deleted"),
  "version.add": phrase("Version added"),
  "version.patch": phrase("Version changed"),
  "version.delete": phrase("Version deleted"),
  "parameter.correct": phrase("Parameter corrected"),
  "job.stop": phrase("Somebody’s job stopped"),
  "job.rerun": phrase("Somebody’s job run again"),
  "job.rename": phrase("Somebody’s job renamed"),
  "job.share": phrase("Somebody’s job shared otherwise"),
  "job.delete": phrase("Somebody’s job deleted"),
  "user.create": phrase("Account made"),
  "user.register": phrase("Account made by its owner"),
  "user.profile": phrase("Profile changed"),
  "user.role": phrase("Role changed"),
  "user.activate": phrase("Account switched on"),
  "user.deactivate": phrase("Account switched off"),
  "user.password": phrase("Password changed"),
  "user.password-link": phrase("Link for a new password made"),
  "user.delete": phrase("Account deleted"),
  "api-key.create": phrase("API key made"),
  "api-key.activate": phrase("API key switched on"),
  "api-key.deactivate": phrase("API key switched off"),
  "api-key.delete": phrase("API key deleted"),
  "invitation.create": phrase("Invitation made"),
  "invitation.withdraw": phrase("Invitation withdrawn"),
  "script-group.create": phrase("Script group made"),
  "script-group.patch": phrase("Script group changed"),
  "script-group.delete": phrase("Script group deleted"),
  "user-group.create": phrase("User group made"),
  "user-group.rename": phrase("User group renamed"),
  "user-group.add": phrase("Member added to user group"),
  "user-group.remove": phrase("Member removed from user group"),
  "user-group.delete": phrase("User group deleted"),
  "environment.create": phrase("Environment made"),
  "environment.patch": phrase("Environment changed"),
  "environment.build": phrase("Build of environment ordered"),
  "environment.clear": phrase("Built environment thrown away"),
  "environment.delete": phrase("Environment deleted"),
  "settings.change": phrase("Settings changed"),
};

/** What was done, for people; the action itself where it has no words. */
export function actionWords(action: string): string {
  const said = words[action];
  return said ? t(said) : action;
}

/** What it was done to, without its noun, which the words say. */
export function targetWords(target: string): string {
  return target.slice(target.indexOf(":") + 1);
}

/** The details of an entry in words: names, and what they came to be. */
export function detailWords(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== "" && value !== null)
    .map(([name, value]) => `${nameWords(name)}: ${valueWords(value)}`)
    .join(" · ");
}

/** Of a checksum the beginning tells versions apart; the export has it whole. */
function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join(", ") || t("none");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value !== "object" || value === null) return String(value).replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1…");
  const inside = Object.entries(value).map(([name, each]) => `${nameWords(name)} ${valueWords(each)}`);
  return inside.join(", ") || t("none");
}

/** What details are called: as `nameWords` makes it of names that are not here. */
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
  note: phrase("note"),
  days: phrase("days"),
  receiver: phrase("receiver"),
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
function nameWords(name: string): string {
  const said = names[name];
  if (said) return t(said);
  return name
    .replace(/^is(?=[A-Z])/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}
