import { CircleAlert, CircleCheck, CircleMinus } from "lucide-react";
import { t } from "@/server/language/text";
import type { ManagedScript } from "@/server/scripts/managed";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Link } from "../ui/link";
import { ActionsTh, Table, Td, Th } from "../ui/table";

/** A table of scripts with their state and the problems that need attention. */
export function ScriptTable({ scripts, switchAction }: { scripts: ManagedScript[]; switchAction: Action }) {
  return (
    <Table label={t("Scripts")}>
      <thead>
        <tr>
          <Th>{t("Name")}</Th>
          <Th className="max-sm:hidden">{t("Group")}</Th>
          <Th>{t("State")}</Th>
          <Th className="max-sm:hidden">{t("Default")}</Th>
          <Th className="text-right max-md:hidden">{t("Versions")}</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {scripts.map((script) => (
          <tr key={script.slug} className="hover:bg-hover">
            <Td className="min-w-28 sm:min-w-48">
              <Link
                href={`/manage/scripts/${script.slug}/`}
                className="font-medium wrap-anywhere hover:text-accent hover:underline"
              >
                <bdi>{script.name}</bdi>
              </Link>
            </Td>
            <Td className="min-w-32 wrap-anywhere text-muted max-sm:hidden">{script.group}</Td>
            <Td>
              <ScriptState script={script} />
            </Td>
            <Td className="tabular max-sm:hidden">{script.defaultVersion ?? t("missing")}</Td>
            <Td className="text-right tabular max-md:hidden">{script.versions}</Td>
            <Td>
              <ActionForm action={switchAction} errorsAs="toast" className="flex justify-end">
                <input type="hidden" name="slug" value={script.slug} />
                <SubmitButton variant="quiet" size="small" name="active" value={String(!script.isActive)}>
                  {script.isActive ? t("Disable") : t("Enable")}
                </SubmitButton>
              </ActionForm>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const styles = {
  disabled: { icon: CircleMinus, className: "text-stopped" },
  faulty: { icon: CircleAlert, className: "text-error" },
  healthy: { icon: CircleCheck, className: "text-completed" },
};

function stateOf({ isActive, issues }: Pick<ManagedScript, "isActive" | "issues">): keyof typeof styles {
  if (!isActive) return "disabled";
  return issues.length > 0 ? "faulty" : "healthy";
}

function ScriptState({ script: { isActive, issues, warnings } }: { script: ManagedScript }) {
  const { icon: Icon, className } = styles[stateOf({ isActive, issues })];
  const issueText = issues.map((issue) => t(issue)).join(" ");
  return (
    <>
      <span className={`inline-flex items-center gap-1.5 ${className}`}>
        <Icon className="shrink-0" /> {isActive ? issueText || t("Healthy") : t("Disabled")}
      </span>
      {warnings.length > 0 ? (
        <span className="line-clamp-2 text-13 wrap-anywhere text-muted">
          {t("Doctor: {findings}", { findings: warnings.join(" ") })}
        </span>
      ) : null}
    </>
  );
}
