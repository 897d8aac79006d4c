import { notFound } from "next/navigation";
import { ManageNav } from "@/components/manage/manage-nav";
import { recordRefusal } from "@/server/audit/security-events";
import { isAdministrator, isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";

/** The frame of the pages for staff. Each page checks access itself: Next does not render a layout for every page. */
export default async function ManageLayout({ children }: LayoutProps<"/manage">) {
  const actor = await getActor();
  if (!isStaff(actor)) {
    if (actor.kind === "user") await recordRefusal(actor, "GET /manage/", "not permitted");
    notFound();
  }
  return (
    <>
      <div className="mx-auto flex max-w-page flex-col gap-4 px-4 pt-3 sm:px-6">
        <ManageNav isAdministrator={isAdministrator(actor)} />
      </div>
      {children}
    </>
  );
}
