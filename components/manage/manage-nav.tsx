"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { t } from "@/server/language/text";
import { Tabs } from "../ui/tabs";

/** Links to the pages for staff. Only administrators see the pages for administrators. */
export function ManageNav({ isAdministrator }: { isAdministrator: boolean }) {
  const pathname = usePathname();
  const frame = useRef<HTMLDivElement>(null);
  const pages = [
    { href: "/manage/environments/", label: t("Environments") },
    { href: "/manage/groups/", label: t("Groups") },
    ...(isAdministrator ? [{ href: "/manage/people/", label: t("People") }] : []),
    { href: "/manage/queue/", label: t("Queue") },
    { href: "/manage/workers/", label: t("Workers") },
    { href: "/manage/instance/", label: t("Instance") },
    { href: "/manage/audit/", label: t("Audit") },
  ];
  // Scripts are at /manage/ itself and below /manage/scripts/.
  const current = pages.find(({ href }) => isBelow(pathname, href))?.href ?? "/manage/";
  const tabs = [{ href: "/manage/", label: t("Scripts") }, ...pages].map((page) => ({
    ...page,
    current: page.href === current,
  }));
  // On a phone, not all tabs are visible: the current one is scrolled into view.
  useEffect(() => {
    const tab = frame.current?.querySelector(`[href="${current}"]`);
    tab?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <div ref={frame}>
      <Tabs label={t("Manage")} tabs={tabs} />
    </div>
  );
}

function isBelow(pathname: string, href: string): boolean {
  return `${pathname.replace(/\/$/, "")}/`.startsWith(href);
}
