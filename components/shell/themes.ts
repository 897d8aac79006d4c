/** The looks one can choose between, as `server/auth/theme` knows them. */
export const themeOptions = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;
