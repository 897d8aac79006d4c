"use client";

import { AtSign } from "lucide-react";
import { t } from "@/server/language/text";
import { displayName } from "../ui/display-name";
import { Menu, MenuButton } from "../ui/menu";

/** A menu of files; each is inserted as a mention where the cursor is in the text field with this id. */
export function MentionMenu({ fieldId, files }: { fieldId: string; files: string[] }) {
  function insert(path: string) {
    const field = document.getElementById(fieldId);
    if (!(field instanceof HTMLTextAreaElement)) return;
    const { selectionStart, selectionEnd, value } = field;
    const isApart = selectionStart === 0 || /\s/.test(value[selectionStart - 1] ?? "");
    field.setRangeText(`${isApart ? "" : " "}${toMention(path)} `, selectionStart, selectionEnd, "end");
    document.getElementById("mention")?.hidePopover();
    field.focus();
  }
  return (
    <div className="[@media(scripting:none)]:hidden">
      <Menu
        id="mention"
        size="small"
        label={
          <>
            <AtSign />
            {t("Mention a file")}
          </>
        }
      >
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
