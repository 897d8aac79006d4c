"use client";

import { useState } from "react";
import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { useIsInteractive } from "../ui/use-is-interactive";

interface Props {
  /** The attributes of the text field. */
  control: Record<string, string | boolean | undefined>;
  name: string;
  placeholder: string | undefined;
}

/** A secret, hidden while it is typed unless the person asks to see it. */
export function SecretControl({ control, name, placeholder }: Props) {
  const [isShown, setIsShown] = useState(false);
  const isInteractive = useIsInteractive();
  return (
    <span className="flex gap-2 sm:max-w-md">
      <Input
        {...control}
        type={isShown ? "text" : "password"}
        // A browser that ignores "off" would fill in the password of this site.
        autoComplete="new-password"
        autoCapitalize="none"
        spellCheck={false}
        placeholder={placeholder}
        className="min-w-0 flex-1"
      />
      <Button
        aria-label={isShown ? t("Hide {field}", { field: name }) : t("Show {field}", { field: name })}
        disabled={!isInteractive}
        onClick={() => setIsShown(!isShown)}
        className="[@media(scripting:none)]:hidden"
      >
        {isShown ? t("Hide") : t("Show")}
      </Button>
    </span>
  );
}
