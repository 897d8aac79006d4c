import { t } from "@/server/language/text";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { TextField } from "../ui/text-field";

/** Asks for the code that a program shows. `problem`: what is wrong with the one that was entered before. */
export function DeviceCodeForm({ problem }: { problem: string | null }) {
  return (
    <form action="/device/" className="flex flex-col gap-4">
      {problem === null ? null : <Notice kind="bad">{problem}</Notice>}
      <TextField
        name="code"
        label={t("Code")}
        help={t("The program shows it: eight letters, such as BCDF-GHJK.")}
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={20}
        required
      />
      <Button type="submit" variant="primary">
        {t("Continue")}
      </Button>
    </form>
  );
}
