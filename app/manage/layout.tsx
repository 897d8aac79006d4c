import { notFound } from "next/navigation";
import { ManageNav } from "@/components/manage/manage-nav";
import { fill } from "@/components/ui/fill";
import { Notice } from "@/components/ui/notice";
import { recordRefusal } from "@/server/audit/security-events";
import { isAdministrator, isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { t } from "@/server/language/text";
import { findCapacity } from "@/server/workers/list";

/** The frame of the pages for staff. Each page checks access itself: Next does not render a layout for every page. */
export default async function ManageLayout({ children }: LayoutProps<"/manage">) {
  const actor = await getActor();
  if (!isStaff(actor)) {
    if (actor.kind === "user") await recordRefusal(actor, "GET /manage/", "not permitted");
    notFound();
  }
  const { workers } = await findCapacity();
  return (
    <>
      <div className="mx-auto flex max-w-page flex-col gap-4 px-4 pt-3 sm:px-6">
        <ManageNav isAdministrator={isAdministrator(actor)} />
        {workers === 0 ? (
          <Notice kind="bad" role="alert">
            <p className="font-medium">{t("No worker is online. Jobs wait, and scripts cannot be added.")}</p>
            <p>
              {fill(t("{start} starts one; {worker} starts another."), {
                start: <code className="font-mono text-13">npm start</code>,
                worker: <code className="font-mono text-13">npm run worker</code>,
              })}
            </p>
          </Notice>
        ) : null}
      </div>
      {children}
    </>
  );
}
