import "server-only";
import { cookies, headers } from "next/headers";
import { isSecure } from "./from-request/address";
import { cookieAttributes } from "./from-request/cookies";

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
  const secure = isSecure(await headers());
  (await cookies()).set(COOKIE, theme, { ...cookieAttributes, secure, maxAge: 365 * 86_400 });
}
