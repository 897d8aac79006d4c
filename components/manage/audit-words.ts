const words: Record<string, string> = {
  "script.add": "Script added",
  "script.patch": "Script changed",
  "script.delete": "Script deleted",
  "version.add": "Version added",
  "version.patch": "Version changed",
  "version.delete": "Version deleted",
  "parameter.correct": "Parameter corrected",
  "job.stop": "Somebody’s job stopped",
  "job.rerun": "Somebody’s job run again",
  "job.rename": "Somebody’s job renamed",
  "job.share": "Somebody’s job shared otherwise",
  "job.delete": "Somebody’s job deleted",
  "user.create": "Account made",
  "user.register": "Account made by its owner",
  "user.profile": "Profile changed",
  "user.role": "Role changed",
  "user.activate": "Account switched on",
  "user.deactivate": "Account switched off",
  "user.password": "Password changed",
  "user.password-link": "Link for a new password made",
  "user.delete": "Account deleted",
  "api-key.create": "API key made",
  "api-key.activate": "API key switched on",
  "api-key.deactivate": "API key switched off",
  "api-key.delete": "API key deleted",
  "invitation.create": "Invitation made",
  "invitation.withdraw": "Invitation withdrawn",
  "script-group.create": "Script group made",
  "script-group.patch": "Script group changed",
  "script-group.delete": "Script group deleted",
  "user-group.create": "User group made",
  "user-group.rename": "User group renamed",
  "user-group.add": "Member added to user group",
  "user-group.remove": "Member removed from user group",
  "user-group.delete": "User group deleted",
  "environment.create": "Environment made",
  "environment.patch": "Environment changed",
  "environment.build": "Build of environment ordered",
  "environment.clear": "Built environment thrown away",
  "environment.delete": "Environment deleted",
  "settings.change": "Settings changed",
};

/** What was done, for people; the action itself where it has no words. */
export function actionWords(action: string): string {
  return words[action] ?? action;
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
  if (Array.isArray(value)) return value.map(valueWords).join(", ") || "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object" || value === null) return String(value).replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1…");
  const inside = Object.entries(value).map(([name, each]) => `${nameWords(name)} ${valueWords(each)}`);
  return inside.join(", ") || "none";
}

/** userGroups → user groups, isActive → active */
function nameWords(name: string): string {
  return name
    .replace(/^is(?=[A-Z])/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}
