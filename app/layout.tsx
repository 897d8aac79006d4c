import { LucideProvider, X } from "lucide-react";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./globals.css";
import { IsolationNotice } from "@/components/shell/isolation-notice";
import { Shortcuts } from "@/components/shell/shortcuts";
import { SiteNotice } from "@/components/shell/site-notice";
import { TopBar } from "@/components/shell/top-bar";
import { Toaster } from "@/components/ui/toaster";
import { isAdministrator, isStaff, userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { findTextsScript } from "@/server/auth/language";
import { readTheme } from "@/server/auth/theme";
import { env } from "@/server/env";
import { countOwnOpen } from "@/server/jobs/list";
import { currentLanguage, t } from "@/server/language/text";
import { findInstanceSettings } from "@/server/settings/instance";
import { findWeakIsolation, weakIsolation } from "@/server/workers/weak-isolation";
import { saveThemeAction, signOutAction } from "./actions";
import { inter, mono } from "./fonts";

export function generateMetadata(): Metadata {
  const site = env().WOOEY_SITE_NAME;
  return { title: { default: site, template: `%s · ${site}` }, applicationName: site };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#161c20" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [actor, theme, textsScript] = await Promise.all([getActor(), readTheme(), findTextsScript()]);
  const [counts, { notice }, weak] = await Promise.all([
    countOwnOpen(actor),
    findInstanceSettings(),
    isStaff(actor) ? findWeakIsolation() : null,
  ]);
  const user = userOf(actor);
  return (
    <html lang={currentLanguage()} data-theme={theme} className={`${inter.variable} ${mono.variable}`}>
      {textsScript ? (
        <head>
          <script {...textsScript} />
        </head>
      ) : null}
      <body>
        <LucideProvider size={16}>
          <a
            href="#main"
            className="fixed top-2 left-2 z-50 -translate-y-20 rounded-control bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
          >
            {t("Skip to content")}
          </a>
          <TopBar
            siteName={env().WOOEY_SITE_NAME}
            user={user && { name: user.fullName || user.username, isStaff: isStaff(actor) }}
            counts={counts}
            theme={theme}
            saveThemeAction={saveThemeAction}
            signOutAction={signOutAction}
          />
          {weak ? <IsolationNotice text={weakIsolation(weak)} /> : null}
          <SiteNotice text={notice} />
          <main id="main" tabIndex={-1} className="outline-none">
            {children}
          </main>
          <Toaster closeIcon={<X />} />
          <Shortcuts user={user?.username ?? ""} isStaff={isStaff(actor)} isAdministrator={isAdministrator(actor)} />
        </LucideProvider>
      </body>
    </html>
  );
}
