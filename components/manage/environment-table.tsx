import type { ShownEnvironment } from "@/server/environments/overview";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { ByteSize } from "../ui/byte-size";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";
import { Timestamp } from "../ui/timestamp";
import { EnvironmentStateBadge } from "./environment-state";
import { ScriptLinks } from "./script-links";

interface Props {
  label: string;
  rows: ShownEnvironment[];
  /** Builds one of a PEP 723 block that has no page yet. */
  buildAction: Action;
}

/** Python environments: how far each is, what it takes up, when a job last used it, and which scripts do. */
export function EnvironmentTable({ label, rows, buildAction }: Props) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{rows[0]?.environment ? t("Name") : t("Packages")}</Th>
          <Th>{t("State")}</Th>
          <Th className="text-right max-sm:hidden">{t("Size")}</Th>
          <Th className="max-sm:hidden">{t("Last used")}</Th>
          <Th className="max-md:hidden">{t("Scripts")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} className="align-top hover:bg-hover">
            <Td className="min-w-32">
              <EnvironmentName row={row} />
              <span className="block text-13 text-muted md:hidden">
                <ScriptLinks scripts={row.scripts} shown={2} />
              </span>
            </Td>
            <Td>
              <EnvironmentStateBadge state={row.state} />
              {row.state === "missing" && row.environment === null ? (
                <ActionForm action={buildAction} errorsAs="toast">
                  <input type="hidden" name="version" value={row.versionIds[0]} />
                  <SubmitButton variant="plain" size="small">
                    {t("Build now")}
                  </SubmitButton>
                </ActionForm>
              ) : null}
            </Td>
            <Td className="text-right tabular max-sm:hidden">
              {row.built?.sizeBytes ? <ByteSize bytes={row.built.sizeBytes} /> : "—"}
            </Td>
            <Td className="whitespace-nowrap text-muted max-sm:hidden">
              {row.built?.lastUsedAt ? <Timestamp at={row.built.lastUsedAt} /> : t("never")}
            </Td>
            <Td className="text-muted max-md:hidden">
              <ScriptLinks scripts={row.scripts} shown={5} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const keyOf = (row: ShownEnvironment) =>
  row.environment?.id ?? row.built?.key ?? `${row.requiresPython} ${row.requirements.join(" ")}`;

function EnvironmentName({ row: { environment, built, requirements, requiresPython } }: { row: ShownEnvironment }) {
  const href = environment
    ? `/manage/environments/${environment.id}/`
    : built
      ? `/manage/environments/built/${built.key}/`
      : null;
  const name = environment?.name ?? (requirements.join(", ") || t("no packages"));
  return (
    <>
      {href ? (
        <Link href={href} className="font-medium wrap-anywhere hover:text-accent hover:underline">
          {name}
        </Link>
      ) : (
        <span className="font-medium wrap-anywhere">{name}</span>
      )}
      <span className="block text-13 text-muted">
        {environment
          ? environment.pythonBinary
          : t("Python {version}", { version: built?.python.version || requiresPython || t("any version") })}
      </span>
    </>
  );
}
