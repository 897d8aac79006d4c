import { LucideProvider, X } from "lucide-react";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import "./globals.css";
import { ConnectionNotice } from "@/components/live/connection-notice";
import { Shortcuts } from "@/components/shell/shortcuts";
import { SiteNotice } from "@/components/shell/site-notice";
import { StaffAlert } from "@/components/shell/staff-alert";
import { TopBar } from "@/components/shell/top-bar";
import { WorkersAlert } from "@/components/shell/workers-alert";
import { fill } from "@/components/ui/fill";
import { Toaster } from "@/components/ui/toaster";
import { isAdministrator, isStaff, userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { findTextsScript } from "@/server/auth/language";
import { readTheme } from "@/server/auth/theme";
import { env } from "@/server/env";
import { countOwnOpen } from "@/server/jobs/list";
import { currentLanguage, t } from "@/server/language/text";
import { findInstanceSettings } from "@/server/settings/instance";
import { isAnyOnlineRecently } from "@/server/workers/online";
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
  const [counts, { notice }, weak, isOnline] = await Promise.all([
    countOwnOpen(actor),
    findInstanceSettings(),
    isStaff(actor) ? findWeakIsolation() : null,
    isStaff(actor) ? isAnyOnlineRecently() : null,
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
          {weak ? <StaffAlert text={weakIsolation(weak)} /> : null}
          {isOnline === null ? null : <WorkersAlert isOnline={isOnline}>{noWorkerAlert()}</WorkersAlert>}
          <SiteNotice text={notice} />
          <main id="main" tabIndex={-1} className="outline-none">
            {children}
          </main>
          <Shortcuts user={user?.username ?? ""} isStaff={isStaff(actor)} isAdministrator={isAdministrator(actor)} />
          <Toaster closeIcon={<X />}>
            <ConnectionNotice />
          </Toaster>
        </LucideProvider>
      </body>
    </html>
  );
}

function noWorkerAlert() {
  const commands = fill(t("{start} starts one; {worker} starts another."), {
    start: <code className="font-mono text-13">npm start</code>,
    worker: <code className="font-mono text-13">npm run worker</code>,
  });
  const text = (
    <>
      {t("No worker is online. Jobs wait, and scripts cannot be added.")} {commands}
    </>
  );
  return <StaffAlert text={text} />;
}
