"use client";

import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { type DragEvent, useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { Input } from "../ui/input";
import { Checkbox } from "../ui/switch";
import { toName, withFormFiles } from "./script-files";
import { findVersionId, sendScript } from "./send-script";
import { type Uploaded, UploadOutcome } from "./upload-outcome";

/** The group of scripts that are added without naming one. */
const defaultGroup = "Wooey Scripts";

interface Props {
  groups: string[];
  /** The script whose next version is uploaded; each file is a script of its own without it. */
  name?: string;
}

/**
 * Adds scripts by drop or choice, each in its own call of the management API, and tells what came of it. A version of a
 * known script is not the default until staff have read what was understood of it: its page opens for that.
 */
export function UploadScripts({ groups, name: scriptName }: Props) {
  const router = useRouter();
  const [uploads, setUploads] = useState<Uploaded[]>([]);
  const [isOver, setOver] = useState(false);
  const [group, setGroup] = useState("");
  const [isHidden, setHidden] = useState(false);

  async function add(files: FileList | null) {
    // The list is the field's own, and empties with it.
    for (const [file, ...beside] of withFormFiles([...(files ?? [])])) {
      const name = scriptName ?? toName(file.name);
      const tell = (change: Partial<Uploaded>) =>
        setUploads((all) => all.map((one) => (one.name === name ? { ...one, ...change } : one)));
      const fresh = { name, slug: null, version: null, isHidden, error: null, sent: 0 };
      setUploads((all) => [fresh, ...all.filter((one) => one.name !== name)]);
      const fields: Record<string, string> = scriptName
        ? { default: "False" }
        : { group, ...(isHidden ? { is_active: "false" } : {}) }; // one that is off is not switched on by a version
      const { slug, error, version } = await sendScript(name, [file, ...beside], fields, (sent) => tell({ sent }));
      tell({ slug, version, error });
      if (!scriptName || !slug || !version) continue;
      const id = await findVersionId(slug, version);
      if (id) router.push(`/manage/scripts/${slug}/versions/${id}`);
    }
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void add(event.dataTransfer.files);
  }

  return (
    <div className="flex flex-col gap-4">
      {scriptName ? null : <NewScriptFields {...{ groups, group, setGroup, isHidden, setHidden }} />}
      <fieldset
        aria-label={t("Script files")}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classNames(
          "flex min-w-0 flex-col items-center gap-3 rounded-control border border-dashed px-4 py-10 text-center",
          isOver ? "border-accent bg-accent-soft" : "border-edge bg-surface",
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
              event.target.value = ""; // the same file, mended, is to be a choice again
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

interface NewScriptProps {
  groups: string[];
  group: string;
  setGroup: (group: string) => void;
  isHidden: boolean;
  setHidden: (isHidden: boolean) => void;
}

function NewScriptFields({ groups, group, setGroup, isHidden, setHidden }: NewScriptProps) {
  return (
    <>
      <div className="flex flex-col gap-1 sm:max-w-80">
        <label htmlFor="group" className="font-medium">
          {t("Group")}
        </label>
        <Input
          id="group"
          list="groups"
          value={group}
          onChange={(event) => setGroup(event.target.value)}
          placeholder={defaultGroup}
          aria-describedby="group-help"
        />
        <p id="group-help" className="text-13 text-muted">
          {t(
            "The heading on the home page. A new name creates a new group. Leave blank for “Wooey Scripts” or, for an existing script, its current group.",
          )}
        </p>
        <datalist id="groups">
          {groups.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </div>
      <Checkbox checked={isHidden} onChange={(event) => setHidden(event.target.checked)}>
        {t("Only staff can see them until I enable them")}
      </Checkbox>
    </>
  );
}
