import { phrase, t } from "@/server/language/text";

const labels: Record<string, string> = {
  "script.add": phrase("Script added"),
  "script.patch": phrase("Script changed"),
  "script.delete": phrase("Script deleted"),
  "version.add": phrase("Version added"),
  "version.patch": phrase("Version changed"),
  "version.delete": phrase("Version deleted"),
  "parameter.correct": phrase("Parameter corrected"),
  "job.stop": phrase("Another user’s job stopped"),
  "job.rerun": phrase("Another user’s job re-run"),
  "job.rename": phrase("Another user’s job renamed"),
  "job.share": phrase("Another user’s job: sharing changed"),
  "job.delete": phrase("Another user’s job deleted"),
  "user.create": phrase("Account created"),
  "user.register": phrase("Account registered"),
  "user.profile": phrase("Profile changed"),
  "user.role": phrase("Role changed"),
  "user.activate": phrase("Account enabled"),
  "user.deactivate": phrase("Account disabled"),
  "user.password": phrase("Password changed"),
  "user.password-link": phrase("Password link created"),
  "user.sign-out": phrase("Signed out by an administrator"),
  "user.delete": phrase("Account deleted"),
  "api-key.create": phrase("API key created"),
  "api-key.activate": phrase("API key enabled"),
  "api-key.deactivate": phrase("API key disabled"),
  "api-key.delete": phrase("API key deleted"),
  "invitation.create": phrase("Invitation created"),
  "invitation.withdraw": phrase("Invitation revoked"),
  "script-group.create": phrase("Script group created"),
  "script-group.patch": phrase("Script group changed"),
  "script-group.delete": phrase("Script group deleted"),
  "user-group.create": phrase("User group created"),
  "user-group.rename": phrase("User group renamed"),
  "user-group.add": phrase("Member added to user group"),
  "user-group.remove": phrase("Member removed from user group"),
  "user-group.delete": phrase("User group deleted"),
  "environment.create": phrase("Environment created"),
  "environment.patch": phrase("Environment changed"),
  "environment.build": phrase("Environment build requested"),
  "environment.clear": phrase("Environment build discarded"),
  "environment.delete": phrase("Environment deleted"),
  "settings.change": phrase("Settings changed"),
};

/** The label of an action; an action without a label is shown as it is. */
export function actionLabel(action: string): string {
  // An action from an address may have the name of something that every object inherits.
  const label = Object.hasOwn(labels, action) ? labels[action] : undefined;
  return label ? t(label) : action;
}

/** The target without its noun, which the action's label contains. */
export function targetLabel(target: string): string {
  return target.slice(target.indexOf(":") + 1);
}

/** The details of an entry: names and new values. */
export function detailLabel(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== "" && value !== null)
    .map(([name, value]) => `${nameLabel(name)}: ${valueLabel(value)}`)
    .join(" · ");
}

/** A checksum is cut: its start tells versions apart, and the export contains all of it. */
function valueLabel(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueLabel).join(", ") || t("none");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value !== "object" || value === null) return String(value).replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1…");
  const inside = Object.entries(value).map(([name, each]) => `${nameLabel(name)} ${valueLabel(each)}`);
  return inside.join(", ") || t("none");
}

/** The labels of details. `nameLabel` derives those of other names. */
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
