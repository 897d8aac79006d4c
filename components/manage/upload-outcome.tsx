import { FileCode } from "lucide-react";
import { t } from "@/server/language/text";
import { ButtonLink } from "../ui/button";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";
import { Notice } from "../ui/notice";

export interface Uploaded {
  name: string;
  /** Null while the server reads the script. */
  slug: string | null;
  /** The version that was added; null while the server reads the script. */
  version: { version: string; iteration: number } | null;
  /** Whether only staff can see the script until they enable it. */
  isHidden: boolean;
  error: string | null;
  /** The uploaded fraction, from 0 to 1. */
  sent: number;
}

/** The outcome of an upload. */
export function UploadOutcome({ upload: { name, slug, version, isHidden, error, sent } }: { upload: Uploaded }) {
  if (error) {
    return (
      <Notice kind="bad">
        <p className="font-medium">{t("{name} was not added", { name })}</p>
        <p>{error}</p>
      </Notice>
    );
  }
  if (!slug) {
    return (
      <Notice>
        <FileCode className="mr-1.5 inline" />
        {sent < 1 ? t("Uploading {name}…", { name }) : t("Reading {name}…", { name })}
        {sent < 1 ? (
          <progress
            value={sent}
            aria-label={t("Upload of {name}", { name })}
            className="mt-1.5 block h-1.5 w-full overflow-hidden rounded-full accent-accent"
          />
        ) : null}
      </Notice>
    );
  }
  const label = `${version?.version}.${version?.iteration}`;
  const isNew = version?.version === "1" && version.iteration === 1;
  return (
    <Notice kind="good">
      <p className="wrap-anywhere">
        {fill(isNew ? t("{name} was added.") : t("{name} has a new version, v{version}.", { version: label }), {
          name: (
            <Link href={`/scripts/${slug}/`} className="font-medium text-accent underline">
              {name}
            </Link>
          ),
        })}{" "}
        {isNew && isHidden ? t("Only staff can see it for now.") : null}
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <ButtonLink href={`/manage/scripts/${slug}/`} size="small">
          {t("What Wooey found")}
        </ButtonLink>
        <ButtonLink href={`/manage/scripts/${slug}/limits/`} size="small">
          {t("Who may use it")}
        </ButtonLink>
      </div>
    </Notice>
  );
}
