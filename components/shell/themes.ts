import { phrase } from "@/server/language/text";

/** The looks one can choose between, as `server/auth/theme` knows them. */
export const themeOptions = [
  { value: "system", label: phrase("System") },
  { value: "light", label: phrase("Light") },
  { value: "dark", label: phrase("Dark") },
] as const;
