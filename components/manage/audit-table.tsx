import type { AuditRow } from "@/server/audit/list";
import { t } from "@/server/language/text";
import { Link } from "../ui/link";
import { Moment } from "../ui/moment";
import { Table, Td, Th } from "../ui/table";
import { type AuditQuery, auditPath } from "./audit-query";

/** Entries of the audit, newest first; each target is a link to all that was done to it. */
export function AuditTable({ rows, query }: { rows: AuditRow[]; query: AuditQuery }) {
  return (
    <Table label={t("Audit")}>
      <thead>
        <tr>
          <Th className="max-sm:hidden">{t("When")}</Th>
          <Th>{t("Who")}</Th>
          <Th>{t("What")}</Th>
          <Th className="max-md:hidden">{t("From")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="align-top hover:bg-hover">
            <Td className="whitespace-nowrap text-muted max-sm:hidden">
              <Moment at={row.at} />
            </Td>
            <Td className="max-w-40 break-words">
              {row.actor}
              <span className="block text-13 text-muted sm:hidden">
                <Moment at={row.at} />
              </span>
            </Td>
            <Td className="w-2/3 min-w-40">
              <span className="font-medium">{row.action}</span>{" "}
              {row.target ? (
                <Link
                  href={auditPath(query, { action: "", target: row.target })}
                  className="wrap-anywhere hover:text-accent hover:underline"
                >
                  {row.target}
                </Link>
              ) : null}
              <Detail detail={row.detail} />
            </Td>
            <Td className="whitespace-nowrap text-muted max-md:hidden">{row.address}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Detail({ detail }: { detail: Record<string, unknown> }) {
  const entries = Object.entries(detail).filter(([, value]) => value !== "" && value !== null);
  if (entries.length === 0) return null;
  // Of a checksum the beginning tells versions apart; the export has it whole.
  const words = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(words).join(", ") || t("none");
    if (typeof value !== "object" || value === null)
      return String(value).replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1…");
    const inside = Object.entries(value).map(([name, each]) => `${name} ${words(each)}`);
    return inside.join(", ") || t("none");
  };
  return (
    <span className="block text-13 wrap-anywhere text-muted">
      <bdi>{entries.map(([name, value]) => `${name}: ${words(value)}`).join(" · ")}</bdi>
    </span>
  );
}
