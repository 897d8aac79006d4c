import { t } from "@/server/language/text";
import { Link } from "../ui/link";
import { Notice } from "../ui/notice";

interface Props {
  contents: { versions: number; jobs: number; openJobs: number; files: number };
  /** The number at which counting stops. A count of this number means “or more”. */
  countMax: number;
  slug: string;
}

/** Text that lists what is deleted together with a script or a version. */
export function ScriptContentsText({ contents, countMax, slug }: Props) {
  const { openJobs } = contents;
  return (
    <>
      <p>{explainContents(contents, countMax)}</p>
      {openJobs > 0 ? (
        <Notice kind="warning">
          {explainOpen(openJobs, countMax)}{" "}
          <Link href={`/jobs/?scope=all&status=open&script=${encodeURIComponent(slug)}`} className="underline">
            {t("{count, plural, one {Show the job} other {Show the jobs}}", { count: openJobs })}
          </Link>
        </Notice>
      ) : null}
    </>
  );
}

function explainContents({ versions, jobs, files }: Props["contents"], countMax: number): string {
  const values = { versions, jobs, files };
  return jobs >= countMax || files >= countMax
    ? t(
        "This also deletes {versions, plural, one {# version} other {# versions}} and at least {jobs, plural, one {# job} other {# jobs}} with their output and at least {files, plural, one {# file} other {# files}}. Links to them stop working. This cannot be undone.",
        values,
      )
    : t(
        "This also deletes {versions, plural, one {# version} other {# versions}} and {jobs, plural, one {# job} other {# jobs}} with their output and {files, plural, one {# file} other {# files}}. Links to them stop working. This cannot be undone.",
        values,
      );
}

function explainOpen(openJobs: number, countMax: number): string {
  return openJobs >= countMax
    ? t("At least {count, number} jobs are waiting or running. Stop them first, or wait until they end.", {
        count: openJobs,
      })
    : t(
        "{count, plural, one {# job is waiting or running. Stop it first, or wait until it ends.} other {# jobs are waiting or running. Stop them first, or wait until they end.}}",
        { count: openJobs },
      );
}
