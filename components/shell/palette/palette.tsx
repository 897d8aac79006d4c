"use client";

import { Command, defaultFilter } from "cmdk";
import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import { t } from "@/server/language/text";
import type { Destination, Destinations } from "@/server/palette/find";
import { listPages, type Reader } from "./entries";
import { openDialog } from "./open-dialog";
import { readRecentPages } from "./recent-pages";
import { useDestinations } from "./use-destinations";

interface Props extends Reader {
  /** What was typed before the palette was loaded. */
  early: RefObject<string>;
  onClose: () => void;
  onOpen: (name: "shortcuts") => void;
}

/** The score of what only the server matches, for instance by a script's description: below every other match. */
const SERVER_SCORE = 0.001;

/** A search for scripts, jobs, pages and people that is used by keyboard. Recent pages come first. */
export function Palette({ user, isStaff, isAdministrator, early, onClose, onOpen }: Props) {
  const router = useRouter();
  const [text, setText] = useState(() => early.current);
  const { first, found, hasFailed } = useDestinations(text);
  const recent = readRecentPages(user).map(({ href, title }) => ({ href, label: title, note: "" }));
  const isRecent = new Set(recent.map(({ href }) => href));
  const merged = (kind: keyof Destinations) => withoutDuplicates([...first[kind], ...found[kind]], isRecent);
  const groups = [
    { title: t("Recent"), entries: recent },
    { title: t("Scripts"), entries: merged("scripts") },
    { title: t("Jobs"), entries: merged("jobs") },
    { title: t("Tags"), entries: merged("tags") },
    { title: t("Pages"), entries: listPages({ user, isStaff, isAdministrator }) },
    { title: t("People"), entries: merged("people") },
  ];
  const matched = new Set(Object.values(found).flatMap((entries: Destination[]) => entries.map(({ href }) => href)));

  function open(href: string) {
    onClose();
    router.push(href);
  }

  return (
    <dialog
      ref={openDialog}
      closedby="any"
      onClose={onClose}
      aria-label={t("Command palette")}
      className="mx-auto mt-[10dvh] w-[calc(100vw-2rem)] rounded-control border border-line bg-raised p-0 text-ink shadow-float sm:w-150"
    >
      <Command
        label={t("Command palette")}
        loop
        filter={(href, search, keywords) =>
          defaultFilter((keywords ?? []).join(" "), search) ||
          (matched.has(href.replace(/#.*$/, "")) ? SERVER_SCORE : 0)
        }
      >
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={t("Search scripts, jobs and pages")}
          className="h-12 w-full border-b border-line bg-transparent px-4 outline-none"
        />
        <Command.List label={t("Results")} className="max-h-[60dvh] overflow-y-auto p-2">
          <Command.Empty className="p-4 text-muted">{t("No results")}</Command.Empty>
          {groups.map(({ title, entries }) =>
            entries.length === 0 ? null : (
              <Command.Group key={title} heading={<span className="block px-2 py-1 text-12 text-muted">{title}</span>}>
                {entries.map((entry) => (
                  <Entry key={entry.href} group={title} entry={entry} onSelect={open} />
                ))}
              </Command.Group>
            ),
          )}
          <Command.Group heading={<span className="block px-2 py-1 text-12 text-muted">{t("Actions")}</span>}>
            <Command.Item
              value="?"
              keywords={[t("Keyboard shortcuts")]}
              onSelect={() => onOpen("shortcuts")}
              className={itemClass}
            >
              {t("Keyboard shortcuts")}
            </Command.Item>
          </Command.Group>
        </Command.List>
        {hasFailed ? (
          <p role="status" className="border-t border-line px-4 py-2 text-13 text-muted">
            {t("The server could not be searched. Try again in a moment.")}
          </p>
        ) : null}
      </Command>
    </dialog>
  );
}

const itemClass =
  "flex min-h-9 cursor-pointer items-center gap-2 rounded-[4px] px-2 py-1 aria-selected:bg-hover aria-selected:outline-1 aria-selected:outline-accent";

interface EntryProps {
  group: string;
  entry: Destination;
  onSelect: (href: string) => void;
}

function Entry({ group, entry, onSelect }: EntryProps) {
  const { href, label, note } = entry;
  return (
    <Command.Item
      value={`${href}#${group}`}
      keywords={[label, note]}
      onSelect={() => onSelect(href)}
      className={itemClass}
    >
      <bdi className="truncate">{label}</bdi>
      {note ? <bdi className="ml-auto max-w-1/2 shrink-0 truncate text-13 text-muted">{note}</bdi> : null}
    </Command.Item>
  );
}

/** The entries without those that were listed before. */
function withoutDuplicates(entries: Destination[], listed: Set<string>): Destination[] {
  const seen = new Set(listed);
  return entries.filter(({ href }) => !seen.has(href) && seen.add(href));
}
