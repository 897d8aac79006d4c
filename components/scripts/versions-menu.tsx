import { ChevronDown } from "lucide-react";
import { t } from "@/server/language/text";
import type { ListedVersion } from "@/server/scripts/queries";
import { Menu, MenuHeading, MenuLink } from "../ui/menu";
import { Timestamp } from "../ui/timestamp";

interface Props {
  slug: string;
  versions: ListedVersion[];
  currentId: number;
  /** The id of the job that is being cloned. */
  job: string | undefined;
}

/** A menu of a script's versions, by version string. Each is a link to its form that keeps the cloned job. */
export function VersionsMenu({ slug, versions, currentId, job }: Props) {
  const suffix = job === undefined ? "" : `jobs/${job}`;
  const strings = [...new Set(versions.map((version) => version.version))];
  return (
    <Menu
      id="versions"
      label={
        <>
          {t("Versions")}
          <ChevronDown className="text-muted" />
        </>
      }
    >
      {strings.map((text) => (
        <div key={text}>
          <MenuHeading>{t("Version {version}", { version: text })}</MenuHeading>
          {versions
            .filter((version) => version.version === text)
            .map((version) => (
              <MenuLink
                key={version.id}
                href={`${version.isDefault ? `/scripts/${slug}` : versionPath(slug, version)}/${suffix}`}
              >
                <span className={version.id === currentId ? "font-medium text-accent" : undefined}>
                  {t("Iteration {iteration}", { iteration: version.iteration })}
                </span>
                <span className="ml-auto pl-6 text-13 text-muted">
                  {stateLabel(version)}
                  <Timestamp at={version.createdAt} />
                </span>
              </MenuLink>
            ))}
        </div>
      ))}
    </Menu>
  );
}

function stateLabel({ isDefault, isActive }: ListedVersion): string {
  if (isDefault) return `${t("default")} · `;
  return isActive ? "" : `${t("off")} · `;
}

/** The path of a version's form, which is the same as in Wooey. */
export function versionPath(slug: string, version: { version: string; iteration: number }): string {
  return `/scripts/${slug}/version/${encodeURIComponent(version.version)}/iteration/${version.iteration}`;
}
