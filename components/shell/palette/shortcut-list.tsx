"use client";

import { t } from "@/server/language/text";
import { Button } from "../../ui/button";
import { Key } from "../../ui/key";
import { openDialog } from "./open-dialog";

/** The window that lists the keys of the pages. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  return (
    <dialog
      ref={openDialog}
      closedby="any"
      onClose={onClose}
      aria-labelledby="shortcuts-title"
      className="w-[calc(100vw-2rem)] rounded-control border border-line bg-raised p-4 text-ink shadow-float sm:w-120"
    >
      <h2 id="shortcuts-title" className="text-16 font-semibold">
        {t("Keyboard shortcuts")}
      </h2>
      <dl className="my-3 grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2">
        {listShortcuts().map(({ keys, effect }) => (
          <div key={effect} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dt>
            <dd>{effect}</dd>
          </div>
        ))}
      </dl>
      <p className="text-13 text-muted">{t("Shortcuts do nothing while you type in a field.")}</p>
      <form method="dialog" className="mt-3">
        <Button type="submit">{t("Close")}</Button>
      </form>
    </dialog>
  );
}

function listShortcuts(): { keys: string[]; effect: string }[] {
  return [
    { keys: [/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘ K" : "Ctrl K"], effect: t("Open the command palette") },
    { keys: ["/"], effect: t("Search scripts") },
    { keys: ["g", "s"], effect: t("Go to the scripts") },
    { keys: ["g", "j"], effect: t("Go to your jobs") },
    { keys: ["g", "m"], effect: t("Go to Manage (staff)") },
    { keys: ["n"], effect: t("On a job: open your next older job") },
    { keys: ["j", "k"], effect: t("In a list of jobs: go to the next or previous row") },
    { keys: ["x"], effect: t("In a list of jobs: select the row") },
    { keys: ["?"], effect: t("Show this list") },
  ];
}
