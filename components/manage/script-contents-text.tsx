import { t } from "@/server/language/text";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";
import { Notice } from "../ui/notice";

interface Props {
  contents: { versions: number; jobs: number; openJobs: number; files: number };
  /** Counting stops at this number, which then means “or more”. */
  countMax: number;
  slug: string;
}

/** What is deleted together with a script or a version. */
export function ScriptContentsText({ contents, countMax, slug }: Props) {
  const { openJobs } = contents;
  return (
    <>
      <p>
        {t(
          "This also deletes {versions} and {jobs} with their output and {files}. Links to them stop working. This cannot be undone.",
          countLabels(contents, countMax),
        )}
      </p>
      {openJobs > 0 ? (
        <Notice kind="warning">
          {fill(explainOpen(openJobs, countMax), {
            stop: (
              <Link href={`/jobs/?scope=all&status=open&script=${encodeURIComponent(slug)}`} className="underline">
                {t("{count, plural, one {stop it first} other {stop them first}}", { count: openJobs })}
              </Link>
            ),
          })}
        </Notice>
      ) : null}
    </>
  );
}

function countLabels({ versions, jobs, files }: Props["contents"], countMax: number) {
  return {
    versions: t("{count, plural, one {# version} other {# versions}}", { count: versions }),
    jobs:
      jobs === countMax
        ? t("{count, number} or more jobs", { count: jobs })
        : t("{count, plural, one {# job} other {# jobs}}", { count: jobs }),
    files:
      files === countMax
        ? t("{count, number} or more files", { count: files })
        : t("{count, plural, one {# file} other {# files}}", { count: files }),
  };
}

function explainOpen(openJobs: number, countMax: number): string {
  return openJobs === countMax
    ? t("{count, number} or more jobs are waiting or running: {stop}, or wait until they end.", { count: openJobs })
    : t(
        "{count, plural, one {# job is waiting or running: {stop}, or wait until it ends.} other {# jobs are waiting or running: {stop}, or wait until they end.}}",
        { count: openJobs },
      );
}
