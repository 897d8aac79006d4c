/** The roles, in words. */
export const roleOptions = [
  { value: "user", label: "User" },
  { value: "staff", label: "Staff" },
  { value: "administrator", label: "Administrator" },
] as const;

export type RoleValue = (typeof roleOptions)[number]["value"];

export const roleHelp =
  "Users run scripts. Staff add and change scripts, and see all jobs. Administrators manage people, too.";

export function roleWord(role: RoleValue): string {
  return roleOptions.find((option) => option.value === role)?.label ?? role;
}

/** The role that a form or an address names; null for another text. */
export function readRole(text: unknown): RoleValue | null {
  return roleOptions.find((option) => option.value === text)?.value ?? null;
}
