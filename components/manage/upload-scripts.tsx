"use client";

import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { type DragEvent, useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { NewScriptFields } from "./new-script-fields";
import { toName, withFormFiles } from "./script-files";
import { findVersionId, sendScript } from "./send-script";
import { type Uploaded, UploadOutcome } from "./upload-outcome";

interface Props {
  groups: string[];
  /** The script whose next version is uploaded. If it is missing, each file becomes a new script. */
  scriptName?: string;
}

/**
 * Adds dropped or selected scripts, each with one call of the management API, and shows the outcomes. The next version of
 * a script does not become its default version: its page opens, so that staff can review it first.
 */
export function UploadScripts({ groups, scriptName }: Props) {
  const router = useRouter();
  const [uploads, setUploads] = useState<Uploaded[]>([]);
  const [isDragging, setDragging] = useState(false);
  const [group, setGroup] = useState("");
  const [isHidden, setHidden] = useState(false);

  async function add(files: FileList | null) {
    // The list belongs to the input and becomes empty when the input does, so it is copied.
    for (const [file, ...formFiles] of withFormFiles([...(files ?? [])])) {
      const name = scriptName ?? toName(file.name);
      const update = (change: Partial<Uploaded>) =>
        setUploads((all) => all.map((one) => (one.name === name ? { ...one, ...change } : one)));
      const upload = { name, slug: null, version: null, isHidden, error: null, sent: 0 };
      setUploads((all) => [upload, ...all.filter((one) => one.name !== name)]);
      const fields: Record<string, string> = scriptName
        ? { default: "False" }
        : { group, ...(isHidden ? { is_active: "false" } : {}) }; // a new version never enables a disabled script
      const { slug, error, version } = await sendScript({
        name,
        files: [file, ...formFiles],
        fields: { ...fields, allow_no_parameters: "true" },
        onProgress: (sent) => update({ sent }),
      });
      update({ slug, version, error });
      if (!scriptName || !slug || !version) continue;
      const id = await findVersionId(slug, version);
      if (id) router.push(`/manage/scripts/${slug}/versions/${id}`);
    }
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setDragging(false);
    void add(event.dataTransfer.files);
  }

  return (
    <div className="flex flex-col gap-4">
      {scriptName ? null : (
        <NewScriptFields groups={groups} group={group} setGroup={setGroup} isHidden={isHidden} setHidden={setHidden} />
      )}
      <fieldset
        aria-label={t("Script files")}
        onDragOver={(event) => {
          event.preventDefault();
          setDragging(true);
        }}
        onDragLeave={() => setDragging(false)}
        onDrop={drop}
        className={classNames(
          "flex min-w-0 flex-col items-center gap-3 rounded-control border border-dashed px-4 py-10 text-center",
          isDragging ? "border-accent bg-accent-soft" : "border-edge bg-surface",
        )}
      >
        <Upload aria-hidden size={20} className="text-muted" />
        <p className="text-muted">
          {scriptName
            ? t(
                "Drop the next version here, with its form file if it has one. You can review what Wooey finds before it becomes the default.",
              )
            : t("Drop scripts and their form files here. A known script's name adds its next version.")}
        </p>
        <label className="relative">
          <Button variant="primary" tabIndex={-1} aria-hidden>
            {scriptName ? t("Choose a file") : t("Choose files")}
          </Button>
          <input
            type="file"
            multiple
            aria-label={t("Choose script files")}
            onChange={(event) => {
              void add(event.target.files);
              event.target.value = ""; // so that the same file can be selected again after a change
            }}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
        </label>
      </fieldset>
      <ul aria-live="polite" className="flex flex-col gap-2">
        {uploads.map((one) => (
          <li key={one.name}>
            <UploadOutcome upload={one} />
          </li>
        ))}
      </ul>
    </div>
  );
}
