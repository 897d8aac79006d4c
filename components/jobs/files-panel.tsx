import { Archive, FolderOpen } from "lucide-react";
import type { FileHead } from "@/server/jobs/file-heads";
import type { JobFileView, JobView } from "@/server/jobs/view";
import { t } from "@/server/language/text";
import { FilePreview } from "../previews/file-preview";
import { hasPreview } from "../previews/kinds";
import { ButtonLink, buttonClass } from "../ui/button";
import { FileLine, PinForm, type Pins } from "./file-line";

interface Props {
  /** `/jobs/<uuid or id>` */
  path: string;
  job: JobView;
  /** The first output files. */
  outputs: JobFileView[];
  heads: ReadonlyMap<number, FileHead>;
  /** The number of files with a preview. Other files are listed. */
  previewsMax: number;
  pins: Pins | null;
  pinAction: (form: FormData) => Promise<unknown>;
}

/** A job's files: some with a preview, the others as a list, all with a download. */
export function FilesPanel({ job, path, outputs, heads, previewsMax, pins, pinAction }: Props) {
  const inputs = job.files.filter((file) => file.direction === "input");
  const count = job.files.length - inputs.length;
  const previewed = outputs.filter(hasPreview).slice(0, previewsMax);
  const listed = outputs.filter((file) => !previewed.includes(file));
  const href = (file: JobFileView) => `${path}/files/${file.id}`;
  return (
    <section aria-labelledby="files" className="flex min-w-0 flex-col gap-3">
      <div className="flex items-center gap-2">
        <h2 id="files" className="font-semibold">
          {t("Files")}{" "}
          <span className="ml-1 font-normal text-faint tabular">
            {count}
            {job.hasMoreFiles ? "+" : ""}
          </span>
        </h2>
        <span className="ml-auto flex gap-1">
          <ButtonLink href={`${path}/browse/`} variant="quiet" size="small">
            <FolderOpen />
            {t("All files")}
          </ButtonLink>
          {count > 1 ? (
            <>
              <ArchiveLink path={path} format="zip" />
              <ArchiveLink path={path} format="tar.gz" />
            </>
          ) : null}
        </span>
      </div>
      {pins ? <PinForm action={pinAction} /> : null}
      {previewed.length > 0 ? (
        <ul className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,22rem),1fr))] gap-3">
          {previewed.map((file) => (
            <li
              key={file.id}
              className="group/file flex min-w-0 flex-col overflow-hidden rounded-control border border-line bg-surface only:max-w-[64rem]"
            >
              <FileLine file={file} href={href(file)} pins={pins} className="border-b border-line pl-3" />
              <FilePreview file={file} href={href(file)} head={heads.get(file.id)} />
            </li>
          ))}
        </ul>
      ) : null}
      <FileList label={t("Other files")} files={listed} href={href} pins={pins} />
      {count > outputs.length || job.hasMoreFiles ? (
        <p className="flex flex-wrap items-center gap-3 text-13 text-muted">
          {t("Not all files are listed here.")}
          <ButtonLink href={`${path}/browse/`} size="small">
            {t("All files")}
          </ButtonLink>
        </p>
      ) : null}
      {inputs.length > 0 ? (
        <div className="flex flex-col gap-1">
          <h3 className="text-13 font-medium text-muted">{t("Passed to the script")}</h3>
          <FileList label={t("Input files")} files={inputs} href={href} pins={null} />
        </div>
      ) : null}
    </section>
  );
}

function FileList(props: {
  label: string;
  files: JobFileView[];
  href: (file: JobFileView) => string;
  pins: Pins | null;
}) {
  if (props.files.length === 0) return null;
  return (
    <ul
      aria-label={props.label}
      className="max-h-96 divide-y divide-line overflow-auto rounded-control border border-line bg-surface"
    >
      {props.files.map((file) => (
        <li key={file.id}>
          <FileLine file={file} href={props.href(file)} pins={props.pins} className="pl-3" />
        </li>
      ))}
    </ul>
  );
}

function ArchiveLink({ path, format }: { path: string; format: "zip" | "tar.gz" }) {
  return (
    <a href={`${path}/archive/job.${format}`} download className={buttonClass("quiet", "small")}>
      <Archive />
      {format}
    </a>
  );
}
