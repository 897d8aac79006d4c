import { t } from "@/server/language/text";
import type { Destination } from "@/server/palette/find";

/** Who uses the palette. */
export interface Reader {
  /** The user's name; recent pages are kept per user. "" for visitors. */
  user: string;
  isStaff: boolean;
  isAdministrator: boolean;
}

/** The pages of the site that the palette offers. */
export function listPages({ user, isStaff, isAdministrator }: Reader): Destination[] {
  const manage = t("Manage");
  return [
    page("/", t("Scripts")),
    page("/jobs/", t("Jobs")),
    page("/jobs/?scope=public", t("Public results")),
    ...(user ? [page("/scrapbook/", t("Scrapbook")), page("/me/", t("Profile, keys and sessions"))] : []),
    ...(user ? [] : [page("/login/", t("Sign in"))]),
    page("/api/docs/", t("API documentation")),
    page("/accessibility/", t("Accessibility")),
    ...(isStaff
      ? [
          page("/scripts/new/", t("Add scripts")),
          page("/jobs/?scope=all", t("All jobs")),
          page("/manage/", t("Scripts"), manage),
          page("/manage/environments/", t("Environments"), manage),
          page("/manage/groups/", t("Groups"), manage),
          ...(isAdministrator ? [page("/manage/people/", t("People"), manage)] : []),
          page("/manage/queue/", t("Queue"), manage),
          page("/manage/workers/", t("Workers"), manage),
          page("/manage/instance/", t("Instance"), manage),
          page("/manage/audit/", t("Audit"), manage),
        ]
      : []),
  ];
}

function page(href: string, label: string, note = ""): Destination {
  return { href, label, note };
}
