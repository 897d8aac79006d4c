"use client";

import { useRouter } from "next/navigation";
import { type DragEvent, useState } from "react";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { Upload } from "../ui/icons";
import { type Uploaded, UploadOutcome } from "./upload-outcome";

interface Props {
  groups: string[];
  /** The script whose next version is uploaded; each file is a script of its own without it. */
  name?: string;
}

/** Adds scripts by drop or choice, each in its own call of the management API, and tells what came of it. */
export function UploadScripts({ groups, name: scriptName }: Props) {
  const router = useRouter();
  const [uploads, setUploads] = useState<Uploaded[]>([]);
  const [isOver, setOver] = useState(false);
  const [group, setGroup] = useState("");

  async function add(files: FileList | null) {
    for (const file of files ?? []) {
      const name = scriptName ?? toName(file.name);
      setUploads((all) => [{ name, slug: null, error: null }, ...all.filter((one) => one.name !== name)]);
      const result = await upload(name, group, file);
      setUploads((all) => all.map((one) => (one.name === name ? { name, ...result } : one)));
    }
    if (scriptName) router.refresh();
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void add(event.dataTransfer.files);
  }

  return (
    <div className="flex flex-col gap-4">
      {scriptName ? null : (
        <label className="flex flex-col gap-1 font-medium sm:max-w-80">
          Group
          <input
            list="groups"
            value={group}
            onChange={(event) => setGroup(event.target.value)}
            placeholder="As before, or the default one"
            className="h-9 rounded-control border border-edge bg-surface px-2.5 font-normal"
          />
          <datalist id="groups">
            {groups.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </label>
      )}
      <fieldset
        aria-label="Script files"
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
        <Upload size={20} className="text-muted" />
        <p className="text-muted">
          {scriptName
            ? "Drop the next version here: it becomes the default."
            : "Drop scripts here. Each becomes a form; one of a known name becomes its next version."}
        </p>
        <label className="relative">
          <Button variant="primary" tabIndex={-1} aria-hidden>
            Choose files
          </Button>
          <input
            type="file"
            multiple
            aria-label="Choose script files"
            onChange={(event) => void add(event.target.files)}
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

/** "text_tools.py" → "Text tools". */
function toName(filename: string): string {
  const words =
    filename
      .replace(/\.[^.]+$/, "")
      .replace(/[_-]+/g, " ")
      .trim() || filename;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

async function upload(name: string, group: string, file: File): Promise<Omit<Uploaded, "name">> {
  const data = new FormData();
  if (group.trim()) data.append("group", group.trim());
  data.append(name, file);
  try {
    const response = await fetch("/api/scripts/v1/add-or-update/", { method: "POST", body: data });
    const answer = (await response.json()) as
      | { slug?: string; errors: string | null }[]
      | { errors: Record<string, string[]> };
    if (!Array.isArray(answer)) return { slug: null, error: Object.values(answer.errors).flat().join(" ") };
    return {
      slug: answer[0]?.slug ?? null,
      error: answer[0]?.errors ?? (answer[0]?.slug ? null : "Nothing was added."),
    };
  } catch {
    return { slug: null, error: "The server could not be reached. Try again." };
  }
}
