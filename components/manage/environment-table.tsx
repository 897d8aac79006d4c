import type { ShownEnvironment } from "@/server/environments/overview";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { ByteSize } from "../ui/byte-size";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";
import { Timestamp } from "../ui/timestamp";
import { environmentPath } from "./environment-path";
import { EnvironmentStateBadge } from "./environment-state";
import { ScriptLinks } from "./script-links";

interface Props {
  label: string;
  rows: ShownEnvironment[];
  /** Builds the environment of a PEP 723 block, which has no page before its first build. */
  buildAction: Action;
}

/** A table of Python environments with their state, size, last use, and the scripts that use them. */
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
                <ScriptLinks scripts={row.scripts} countMax={2} />
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
              <ScriptLinks scripts={row.scripts} countMax={5} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const keyOf = (row: ShownEnvironment) =>
  row.environment?.id ?? row.built?.key ?? `${row.requiresPython} ${row.requirements.join(" ")}`;

function EnvironmentName({ row }: { row: ShownEnvironment }) {
  const { environment, built, requirements, requiresPython } = row;
  const href = environmentPath(row);
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
