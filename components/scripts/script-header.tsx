import { t } from "@/server/language/text";
import type { FullScript, FullVersion } from "@/server/scripts/queries";
import { Badge } from "../ui/badge";
import { ButtonLink } from "../ui/button";
import { Disclosure } from "../ui/disclosure";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";
import { MarkdownText } from "../ui/markdown";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { TagLinks } from "../ui/tag-links";
import { Timestamp } from "../ui/timestamp";
import { FavoriteButton, FavoriteForm } from "./favorite-button";
import { homePath } from "./home-path";
import { versionLabel } from "./version-label";
import { VersionsMenu } from "./versions-menu";

interface Props {
  script: FullScript;
  version: FullVersion | null;
  favoriteAction: ((form: FormData) => Promise<unknown>) | null;
  mayManage: boolean;
  /** The id of the job that is being cloned. */
  job: string | undefined;
}

/** A script's name, version, description and documentation, and the actions on it. */
export function ScriptHeader({ script, version, favoriteAction, mayManage, job }: Props) {
  const docstring = version?.spec.docstring?.trim() ?? "";
  const documentation = script.documentation || (docstring === script.description.trim() ? "" : docstring);
  return (
    <div className="flex flex-col gap-2">
      <PageHeader
        title={script.name}
        note={
          <>
            {script.description ? <p className="max-w-prose">{script.description}</p> : null}
            {version ? (
              <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-13 text-faint">
                <Badge>{versionLabel(version)}</Badge>
                <span>
                  <Uploaded at={version.createdAt} by={version.createdBy} /> · {script.group.name}
                </span>
                <TagLinks tags={script.tags} hrefOf={(tag) => homePath({ tag })} label={t("Tags")} />
              </div>
            ) : null}
          </>
        }
        actions={
          <>
            {script.versions.length > 1 ? (
              <VersionsMenu slug={script.slug} versions={script.versions} currentId={version?.id ?? 0} job={job} />
            ) : null}
            {mayManage ? <ButtonLink href={`/manage/scripts/${script.slug}/`}>{t("Manage")}</ButtonLink> : null}
            {favoriteAction ? (
              <>
                <FavoriteForm action={favoriteAction} />
                <FavoriteButton scriptId={script.id} name={script.name} isFavorite={script.isFavorite} />
              </>
            ) : null}
          </>
        }
      />
      {script.isActive ? null : <Notice kind="warning">{t("This script is disabled. Only staff can see it.")}</Notice>}
      {version && !version.isDefault ? (
        <Notice>
          {t("This is not the default version.")}{" "}
          <Link href={`/scripts/${script.slug}/`} className="text-accent underline">
            {t("Use the default version")}
          </Link>
        </Notice>
      ) : null}
      {documentation ? (
        <Disclosure summary={t("Documentation")}>
          <MarkdownText text={documentation} />
        </Disclosure>
      ) : null}
    </div>
  );
}

function Uploaded({ at, by }: { at: Date; by: string | null }) {
  return by ? fill(t("{time} by {name}"), { time: <Timestamp at={at} />, name: by }) : <Timestamp at={at} />;
}
