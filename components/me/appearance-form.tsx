import { languages } from "@/server/language/languages";
import { currentLanguage, t } from "@/server/language/text";
import { LanguageForm } from "../shell/language-form";
import { themeOptions } from "../shell/themes";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Button } from "../ui/button";
import { LabelledSelect } from "../ui/labelled-select";

/** A form for the theme and the language of this browser. */
export function AppearanceForm({ theme, saveThemeAction }: { theme: string; saveThemeAction: Action }) {
  const themes = themeOptions.map(({ value, label }) => ({ value, label: t(label) }));
  const languageOptions = Object.entries(languages).map(([value, label]) => ({ value, label }));
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <ActionForm action={saveThemeAction} className="flex flex-col gap-3">
        <LabelledSelect name="theme" label={t("Theme")} options={themes} defaultValue={theme} />
        <SubmitButton className="self-start" variant="plain">
          {t("Use this theme")}
        </SubmitButton>
      </ActionForm>
      <LanguageForm className="flex flex-col gap-3">
        <LabelledSelect
          name="language"
          label={t("Language")}
          options={languageOptions}
          defaultValue={currentLanguage()}
        />
        <Button type="submit" className="self-start">
          {t("Use this language")}
        </Button>
      </LanguageForm>
    </div>
  );
}
