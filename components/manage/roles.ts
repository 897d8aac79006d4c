import { phrase, t } from "@/server/language/text";

/** The roles. Pass the labels and `roleHelp` to `t`. */
export const roleOptions = [
  { value: "user", label: phrase("User") },
  { value: "staff", label: phrase("Staff") },
  { value: "administrator", label: phrase("Administrator") },
] as const;

export type RoleValue = (typeof roleOptions)[number]["value"];

export const roleHelp = phrase(
  "Users run scripts. Staff add and change scripts and see all jobs. Administrators also manage people.",
);

/** The options of a field for a role. */
export function roleChoices(): { value: string; label: string }[] {
  return roleOptions.map(({ value, label }) => ({ value, label: t(label) }));
}

export function roleLabel(role: RoleValue): string {
  return t(roleOptions.find((option) => option.value === role)?.label ?? role);
}
