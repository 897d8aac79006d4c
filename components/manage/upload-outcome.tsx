import { t } from "@/server/language/text";
import { ButtonLink } from "../ui/button";
import { FileCode } from "../ui/icons";
import { Link } from "../ui/link";
import { Notice } from "../ui/notice";

export interface Uploaded {
  name: string;
  /** Null while it is being read. */
  slug: string | null;
  error: string | null;
  /** How much of it has arrived, from 0 to 1. */
  sent: number;
}

/** What came of one uploaded script. */
export function UploadOutcome({ upload: { name, slug, error, sent } }: { upload: Uploaded }) {
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
        {sent < 1 ? t("Uploading {name} …", { name }) : t("Reading {name} …", { name })}
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
  return (
    <Notice kind="good">
      <div className="flex flex-wrap items-center gap-2">
        <Link href={`/scripts/${slug}/`} className="mr-auto font-medium text-accent underline">
          {name}
        </Link>
        <ButtonLink href={`/manage/scripts/${slug}/`} size="small">
          {t("What was understood")}
        </ButtonLink>
      </div>
    </Notice>
  );
}
