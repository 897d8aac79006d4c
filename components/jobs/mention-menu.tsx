"use client";

import { AtSign } from "lucide-react";
import { useRef } from "react";
import { t } from "@/server/language/text";
import { displayName } from "../ui/display-name";
import { fieldOf } from "../ui/markdown-tools";
import { Menu, MenuButton } from "../ui/menu";

/** A menu of files; each is inserted as a mention where the cursor is in the text area with this name. */
export function MentionMenu({ name, files }: { name: string; files: string[] }) {
  const frame = useRef<HTMLDivElement>(null);
  function insert(path: string) {
    const field = fieldOf(frame.current, name);
    if (!field) return;
    const { selectionStart, selectionEnd, value } = field;
    const isApart = selectionStart === 0 || /\s/.test(value[selectionStart - 1] ?? "");
    field.setRangeText(`${isApart ? "" : " "}${toMention(path)} `, selectionStart, selectionEnd, "end");
    document.getElementById("mention")?.hidePopover();
    field.focus();
  }
  const label = (
    <>
      <AtSign />
      {t("Mention a file")}
    </>
  );
  return (
    <div ref={frame}>
      <Menu id="mention" size="small" label={label}>
        <div className="max-h-72 w-72 overflow-y-auto">
          {files.map((path) => (
            <MenuButton key={path} type="button" onClick={() => insert(path)}>
              <bdi className="truncate">{displayName(path)}</bdi>
            </MenuButton>
          ))}
        </div>
      </Menu>
    </div>
  );
}

function toMention(path: string): string {
  return /[\s"]/.test(path) ? `@"${path}"` : `@${path}`;
}
