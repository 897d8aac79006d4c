import { Download } from "lucide-react";
import { t } from "@/server/language/text";
import type { WooeyVersion } from "@/server/wooey/script-answers";
import { versionLabel } from "../scripts/version-label";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { buttonClass } from "../ui/button";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";
import { ActionsTh, Table, Td, Th } from "../ui/table";
import { Timestamp } from "../ui/timestamp";
import { VersionBadge } from "./version-badge";

interface Props {
  slug: string;
  versions: WooeyVersion[];
  action: Action;
}

/** The versions of a script, with actions on each. */
export function VersionTable({ slug, versions, action }: Props) {
  return (
    <Table label={t("Versions")}>
      <thead>
        <tr>
          <Th>{t("Version")}</Th>
          <Th className="max-sm:hidden">{t("File")}</Th>
          <Th className="max-md:hidden">{t("Uploaded")}</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {versions.map((version) => (
          <tr key={version.id}>
            <Td className="whitespace-nowrap">
              <Link
                href={`/manage/scripts/${slug}/versions/${version.id}`}
                className="mr-2 tabular hover:text-accent hover:underline"
              >
                {versionLabel({ version: version.script_version, iteration: version.script_iteration })}
              </Link>
              <VersionBadge isDefault={version.default_version} isActive={version.is_active} />
            </Td>
            <Td className="break-all text-muted max-sm:hidden">{version.script_filename}</Td>
            <Td className="text-muted max-md:hidden">
              {fill(version.created_by ? t("{time} by {name}") : "{time}", {
                time: <Timestamp at={new Date(version.created_date)} />,
                name: version.created_by,
              })}
            </Td>
            <Td>
              <ActionForm action={action} errorsAs="toast" className="flex justify-end gap-1">
                <input type="hidden" name="slug" value={slug} />
                <input type="hidden" name="version" value={version.id} />
                {version.default_version ? null : (
                  <SubmitButton variant="quiet" size="small" name="do" value="default">
                    {t("Make default")}
                  </SubmitButton>
                )}
                <SubmitButton variant="quiet" size="small" name="do" value={version.is_active ? "off" : "on"}>
                  {version.is_active ? t("Disable") : t("Enable")}
                </SubmitButton>
                <a
                  href={`/api/scripts/v1/${slug}/versions/${version.id}/source/`}
                  download
                  aria-label={t("Download {name}", { name: version.script_filename })}
                  className={buttonClass("quiet", "small")}
                >
                  <Download />
                </a>
              </ActionForm>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
