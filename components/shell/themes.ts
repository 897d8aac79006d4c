import { phrase } from "@/server/language/text";

/** The themes of `server/auth/theme`. */
export const themeOptions = [
  { value: "system", label: phrase("System") },
  { value: "light", label: phrase("Light") },
  { value: "dark", label: phrase("Dark") },
] as const;
