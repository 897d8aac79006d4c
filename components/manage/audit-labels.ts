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
  "job.tags": phrase("Another user’s job: tags changed"),
  "job.notes": phrase("Another user’s job: notes changed"),
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
  "api-key.approve": phrase("API key for a program approved"),
  "api-key.deny": phrase("API key for a program denied"),
  "api-key.activate": phrase("API key enabled"),
  "api-key.deactivate": phrase("API key disabled"),
  "api-key.delete": phrase("API key deleted"),
  "api-key.use": phrase("API key used from a new address"),
  "session.start": phrase("Signed in"),
  "session.fail": phrase("Sign-in failed"),
  "session.slow": phrase("Too many failed sign-ins"),
  "session.end": phrase("Signed out"),
  "session.confirm": phrase("Wrong current password"),
  "access.refuse": phrase("Access refused"),
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
  "worker.drain": phrase("Worker drained"),
  "worker.resume": phrase("Worker resumed"),
  "settings.change": phrase("Settings changed"),
};

/** The label of an action, or the action itself if it has no label. */
export function actionLabel(action: string): string {
  // An action comes from the address, so its name may be that of a property that every object inherits.
  const label = Object.hasOwn(labels, action) ? labels[action] : undefined;
  return label ? t(label) : action;
}

/** The target without its noun, which the action's label contains. */
export function targetLabel(target: string): string {
  return target.slice(target.indexOf(":") + 1);
}

const unnamedActors: readonly string[] = [phrase("the system"), phrase("a visitor")];

/** Who acted, from the name that the audit has stored (server/audit/record.ts). */
export function actorLabel(actor: string): string {
  if (unnamedActors.includes(actor)) return t(actor);
  const [, name, id] = /^(\S+) \(API key (\d+)\)$/.exec(actor) ?? [];
  return name && id ? t("{name} (API key {id})", { name, id }) : actor;
}
