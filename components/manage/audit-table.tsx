import type { AuditRow } from "@/server/audit/json-line";
import { t } from "@/server/language/text";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";
import { Timestamp } from "../ui/timestamp";
import { detailLabel } from "./audit-details";
import { actionLabel, actorLabel, targetLabel } from "./audit-labels";
import { type AuditQuery, auditPath } from "./audit-query";

/** Entries of the audit log, newest first. Each target is a link to all entries about it. */
export function AuditTable({ rows, query }: { rows: AuditRow[]; query: AuditQuery }) {
  return (
    <Table label={t("Audit")}>
      <thead>
        <tr>
          <Th className="max-sm:hidden">{t("When")}</Th>
          <Th>{t("Who")}</Th>
          <Th>{t("What")}</Th>
          <Th className="max-md:hidden">{t("IP address")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="align-top hover:bg-hover">
            <Td className="whitespace-nowrap text-muted max-sm:hidden">
              <Timestamp at={row.at} />
            </Td>
            <Td className="max-w-40 break-words">
              {actorLabel(row.actor)}
              <span className="block text-13 text-muted sm:hidden">
                <Timestamp at={row.at} />
              </span>
            </Td>
            <Td className="w-2/3 min-w-40">
              <span className="font-medium" title={row.action}>
                {actionLabel(row.action)}
              </span>{" "}
              {row.target ? (
                <Link
                  href={auditPath(query, { action: "", target: row.target })}
                  className="wrap-anywhere hover:text-accent hover:underline"
                >
                  {targetLabel(row.target)}
                </Link>
              ) : null}
              <bdi className="block text-13 wrap-anywhere text-muted">{detailLabel(row.detail)}</bdi>
            </Td>
            <Td className="whitespace-nowrap text-muted max-md:hidden">{row.address}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
