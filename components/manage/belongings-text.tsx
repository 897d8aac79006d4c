import { t } from "@/server/language/text";
import { fill } from "../ui/fill";
import { Link } from "../ui/link";
import { Notice } from "../ui/notice";

interface Props {
  belongings: { versions: number; jobs: number; openJobs: number; files: number };
  /** A number that stands for itself and more. */
  countMax: number;
  slug: string;
}

/** What goes along when a script, or a version of it, is deleted. */
export function BelongingsText({ belongings, countMax, slug }: Props) {
  const { openJobs } = belongings;
  return (
    <>
      <p>
        {t(
          "{versions} and {jobs} with their output and {files} go along, for everybody who has their links. This cannot be undone.",
          countWords(belongings, countMax),
        )}
      </p>
      {openJobs > 0 ? (
        <Notice kind="warning">
          {fill(explainOpen(openJobs, countMax), {
            stop: (
              <Link href={`/jobs/?scope=all&status=open&script=${encodeURIComponent(slug)}`} className="underline">
                {openJobs === 1 ? t("stop it first") : t("stop them first")}
              </Link>
            ),
          })}
        </Notice>
      ) : null}
    </>
  );
}

function countWords({ versions, jobs, files }: Props["belongings"], countMax: number) {
  const many = (count: number) => ({ count: count.toLocaleString("en") });
  const manyJobs = jobs === countMax ? t("{count} or more jobs", many(jobs)) : t("{count} jobs", many(jobs));
  const manyFiles = files === countMax ? t("{count} or more files", many(files)) : t("{count} files", many(files));
  return {
    versions: versions === 1 ? t("1 version") : t("{count} versions", many(versions)),
    jobs: jobs === 1 ? t("1 job") : manyJobs,
    files: files === 1 ? t("1 file") : manyFiles,
  };
}

function explainOpen(openJobs: number, countMax: number): string {
  if (openJobs === 1) return t("1 job waits or runs: {stop}, or wait for the end.");
  const count = openJobs.toLocaleString("en");
  return openJobs === countMax
    ? t("{count} or more jobs wait or run: {stop}, or wait for the end.", { count })
    : t("{count} jobs wait or run: {stop}, or wait for the end.", { count });
}
