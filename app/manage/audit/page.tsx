import { Download } from "lucide-react";
import { notFound } from "next/navigation";
import { AuditFilters } from "@/components/manage/audit-filters";
import { auditPath, toAuditFilter } from "@/components/manage/audit-query";
import { AuditTable } from "@/components/manage/audit-table";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listAudit } from "@/server/audit/list";
import { isAdministrator, isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { auditQuery } from "./query";

export const generateMetadata = () => ({ title: t("Audit") });

export default async function AuditPage({ searchParams }: PageProps<"/manage/audit">) {
  const [actor, search] = await Promise.all([getActor(), searchParams]);
  if (!isStaff(actor)) notFound();
  const query = readQuery(auditQuery, search);
  const page = await listAudit(actor, toAuditFilter(query));
  return (
    <PageFrame>
      <PageHeader
        title={t("Audit")}
        note={t(
          "A record of who did what. Nobody can change or delete entries. Sign-ins, refusals and uses of keys expire.",
        )}
        actions={
          <>
            <a href={auditPath(query, {}, "/manage/audit/export")} download className={buttonClass()}>
              <Download />
              {t("Export as CSV")}
            </a>
            <a href={auditPath(query, { format: "json" }, "/manage/audit/export")} download className={buttonClass()}>
              <Download />
              {t("Export as JSON lines")}
            </a>
          </>
        }
      />
      <AuditFilters query={query} isAdministrator={isAdministrator(actor)} />
      {page.rows.length === 0 ? (
        <EmptyState title={t("No matching entries")} />
      ) : (
        <AuditTable rows={page.rows} query={query} />
      )}
      {page.next ? (
        <ButtonLink href={auditPath(query, { before: page.next })} className="self-end">
          {t("Load older")}
        </ButtonLink>
      ) : null}
    </PageFrame>
  );
}
