import { ChevronDown } from "lucide-react";
import { t } from "@/server/language/text";
import type { ListedVersion } from "@/server/scripts/queries";
import { Menu, MenuHeading, MenuLink } from "../ui/menu";
import { Moment } from "../ui/moment";

/** The versions of a script by their version string, each a link to its form, which keeps the values of a cloned job. */
export function VersionsMenu({
  slug,
  versions,
  current,
  job,
}: {
  slug: string;
  versions: ListedVersion[];
  current: number;
  job: string | undefined;
}) {
  const behind = job === undefined ? "" : `jobs/${job}`;
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
                href={`${version.isDefault ? `/scripts/${slug}` : versionPath(slug, version)}/${behind}`}
              >
                <span className={version.id === current ? "font-medium text-accent" : undefined}>
                  {t("Iteration {iteration}", { iteration: version.iteration })}
                </span>
                <span className="ml-auto pl-6 text-13 text-muted">
                  {version.isDefault ? `${t("default")} · ` : version.isActive ? "" : `${t("off")} · `}
                  <Moment at={version.createdAt} />
                </span>
              </MenuLink>
            ))}
        </div>
      ))}
    </Menu>
  );
}

/** The path of a version's form, as Wooey has it. */
export function versionPath(slug: string, version: { version: string; iteration: number }): string {
  return `/scripts/${slug}/version/${encodeURIComponent(version.version)}/iteration/${version.iteration}`;
}
