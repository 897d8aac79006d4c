"use client";

import { usePathname } from "next/navigation";
import { Tabs } from "../ui/tabs";

/** The places of staff. Those of administrators are shown to them alone. */
export function ManageNav({ isAdministrator }: { isAdministrator: boolean }) {
  const pathname = usePathname();
  const places = [
    { href: "/manage/", label: "Scripts" },
    { href: "/manage/groups/", label: "Groups" },
    ...(isAdministrator ? [{ href: "/manage/people/", label: "People" }] : []),
    { href: "/manage/queue/", label: "Queue" },
    { href: "/manage/workers/", label: "Workers" },
    { href: "/manage/instance/", label: "Instance" },
    { href: "/manage/audit/", label: "Audit" },
  ];
  const others = places.slice(1);
  const isCurrent = (href: string) =>
    href === "/manage/" ? !others.some((place) => isBelow(pathname, place.href)) : isBelow(pathname, href);
  return <Tabs label="Manage" tabs={places.map((place) => ({ ...place, current: isCurrent(place.href) }))} />;
}

function isBelow(pathname: string, href: string): boolean {
  return `${pathname.replace(/\/$/, "")}/`.startsWith(href);
}
