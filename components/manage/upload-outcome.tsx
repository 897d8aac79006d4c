import { ButtonLink } from "../ui/button";
import { FileCode } from "../ui/icons";
import { Link } from "../ui/link";
import { Notice } from "../ui/notice";

export interface Uploaded {
  name: string;
  /** Null while it is being read. */
  slug: string | null;
  error: string | null;
}

/** What came of one uploaded script. */
export function UploadOutcome({ upload: { name, slug, error } }: { upload: Uploaded }) {
  if (error) {
    return (
      <Notice kind="bad">
        <p className="font-medium">{name} was not added</p>
        <p>{error}</p>
      </Notice>
    );
  }
  if (!slug) {
    return (
      <Notice>
        <FileCode className="mr-1.5 inline" />
        Reading {name} …
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
          What was understood
        </ButtonLink>
      </div>
    </Notice>
  );
}
