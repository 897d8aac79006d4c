import Link from "next/link";
import type { AuditRow } from "@/server/audit/list";
import { Moment } from "../ui/moment";
import { Table, Td, Th } from "../ui/table";
import { type AuditQuery, auditPath } from "./audit-query";

/** Entries of the audit, newest first; each target is a link to all that was done to it. */
export function AuditTable({ rows, query }: { rows: AuditRow[]; query: AuditQuery }) {
  return (
    <Table label="Audit">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>Who</Th>
          <Th>What</Th>
          <Th className="max-md:hidden">From</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="align-top hover:bg-hover">
            <Td className="whitespace-nowrap text-muted">
              <Moment at={row.at} />
            </Td>
            <Td className="max-w-40 break-words">{row.actor}</Td>
            <Td className="w-2/3 min-w-40">
              <span className="font-medium">{row.action}</span>{" "}
              {row.target ? (
                <Link
                  href={auditPath(query, { action: "", target: row.target })}
                  prefetch={false}
                  className="break-all hover:text-accent hover:underline"
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
  const words = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return (
    <span className="block text-13 break-words text-muted">
      <bdi>{entries.map(([name, value]) => `${name}: ${words(value)}`).join(" · ")}</bdi>
    </span>
  );
}
