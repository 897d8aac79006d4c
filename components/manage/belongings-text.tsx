import { Link } from "../ui/link";
import { Notice } from "../ui/notice";

interface Props {
  belongings: { versions: number; jobs: number; openJobs: number; files: number };
  /** A number that stands for itself and more. */
  countMax: number;
  slug: string;
}

/** What goes along when a script, or a version of it, is deleted. */
export function BelongingsText({ belongings: { versions, jobs, openJobs, files }, countMax, slug }: Props) {
  const number = (count: number, one: string, many: string) => {
    if (count === 1) return `1 ${one}`;
    return `${count.toLocaleString("en")}${count === countMax ? " or more" : ""} ${many}`;
  };
  return (
    <>
      <p>
        {number(versions, "version", "versions")} and {number(jobs, "job", "jobs")} with their output and{" "}
        {number(files, "file", "files")} go along, for everybody who has their links. This cannot be undone.
      </p>
      {openJobs > 0 ? (
        <Notice kind="warning">
          {number(openJobs, "job waits or runs", "jobs wait or run")}:{" "}
          <Link href={`/jobs/?scope=all&status=open&script=${encodeURIComponent(slug)}`} className="underline">
            stop {openJobs === 1 ? "it" : "them"} first
          </Link>
          , or wait for the end.
        </Notice>
      ) : null}
    </>
  );
}
