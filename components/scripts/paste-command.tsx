import { t } from "@/server/language/text";
import { SubmitButton } from "../ui/action-form";
import { Disclosure } from "../ui/disclosure";
import { Textarea } from "../ui/input";
import { Notice } from "../ui/notice";

const exampleArguments = "--count 5 --breed bengal";

/** Fills the form from a command line. It follows a plain link, so it works with the back button and without JavaScript. */
export function PasteCommand({ path, command, error }: { path: string; command: string; error: string | null }) {
  return (
    <Disclosure summary={t("Paste a command to fill the form")} open={error !== null}>
      <form action={path} className="flex flex-col gap-2">
        {error ? (
          <Notice kind="bad" role="alert">
            {error}
          </Notice>
        ) : null}
        <Textarea
          name="command"
          aria-label={t("Command to paste")}
          rows={3}
          required
          defaultValue={command}
          placeholder={exampleArguments}
          spellCheck={false}
          className="font-mono text-13"
        />
        <SubmitButton variant="plain" className="self-start">
          {t("Fill the form")}
        </SubmitButton>
      </form>
    </Disclosure>
  );
}
