import "server-only";
import { cookies } from "next/headers";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const COOKIE = "wooey-theme";

/** The theme that this browser chose; `system` follows the machine's setting. */
export async function readTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(COOKIE)?.value;
  return themes.find((theme) => theme === chosen) ?? "system";
}

/** Keeps this browser's choice for a year. Call it only in server actions. */
export async function saveTheme(chosen: unknown): Promise<void> {
  const theme = themes.find((each) => each === chosen) ?? "system";
  (await cookies()).set(COOKIE, theme, { path: "/", sameSite: "lax", httpOnly: true, maxAge: 365 * 86_400 });
}
