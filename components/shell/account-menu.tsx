import { ChevronDown, LogOut, Monitor, Moon, Sun, User } from "lucide-react";
import { languages } from "@/server/language/languages";
import { currentLanguage, t } from "@/server/language/text";
import { buttonClass } from "../ui/button";
import { ignoreResult } from "../ui/ignore-result";
import { Menu, MenuButton, MenuHeading, MenuLink } from "../ui/menu";
import { LanguageForm } from "./language-form";
import { SignInLink } from "./sign-in-link";
import { SignOutForm } from "./sign-out-form";
import { themeOptions } from "./themes";

export interface AccountMenuProps {
  user: { name: string; isStaff: boolean } | null;
  theme: "system" | "light" | "dark";
  saveThemeAction: (form: FormData) => Promise<unknown>;
  signOutAction: (form: FormData) => Promise<unknown>;
}

const icons = { system: Monitor, light: Sun, dark: Moon };
const themes = themeOptions.map((option) => ({ ...option, icon: icons[option.value] }));

/** The signed-in user's menu: account, theme, language and sign-out. Its plain forms need no JavaScript. */
export function AccountMenu({ user, theme, saveThemeAction, signOutAction }: AccountMenuProps) {
  const icon = themes.find((each) => each.value === theme)?.icon ?? Monitor;
  const Icon = user ? User : icon;
  return (
    <>
      {user ? null : <SignInLink className={buttonClass("plain")}>{t("Sign in")}</SignInLink>}
      <Menu
        id="account"
        variant="quiet"
        size={user ? "medium" : "icon"}
        name={user ? t("Account: {name}", { name: user.name }) : t("Theme and language")}
        label={
          <>
            <Icon />
            {user ? (
              <>
                <span className="hidden max-w-40 truncate sm:inline">{user.name}</span>
                <ChevronDown className="text-muted" />
              </>
            ) : null}
          </>
        }
      >
        {user ? <MenuLink href="/me/">{t("Profile, keys and sessions")}</MenuLink> : null}
        <MenuButton type="button" popoverTarget="account" popoverTargetAction="hide" data-opens="palette">
          {t("Command palette")}
        </MenuButton>
        <MenuButton type="button" popoverTarget="account" popoverTargetAction="hide" data-opens="shortcuts">
          {t("Keyboard shortcuts")}
        </MenuButton>
        <MenuLink href="/accessibility/">{t("Accessibility")}</MenuLink>
        <form action={ignoreResult(saveThemeAction)}>
          <MenuHeading>{t("Theme")}</MenuHeading>
          {themes.map((each) => (
            <MenuButton
              key={each.value}
              type="submit"
              name="theme"
              value={each.value}
              aria-pressed={theme === each.value}
            >
              <each.icon className={theme === each.value ? "text-accent" : "text-muted"} />
              <span className={theme === each.value ? "font-medium text-accent" : undefined}>{t(each.label)}</span>
            </MenuButton>
          ))}
        </form>
        <LanguageForm className="mt-1 border-t border-line pt-1">
          <MenuHeading>{t("Language")}</MenuHeading>
          <div className="grid grid-cols-2">
            {Object.entries(languages).map(([language, name]) => (
              <MenuButton
                key={language}
                type="submit"
                name="language"
                value={language}
                lang={language}
                aria-pressed={language === currentLanguage()}
                className={language === currentLanguage() ? "font-medium text-accent" : undefined}
              >
                {name}
              </MenuButton>
            ))}
          </div>
        </LanguageForm>
        {user ? (
          <SignOutForm action={ignoreResult(signOutAction)} className="mt-1 border-t border-line pt-1">
            <MenuButton type="submit">
              <LogOut className="text-muted" />
              {t("Sign out")}
            </MenuButton>
          </SignOutForm>
        ) : null}
      </Menu>
    </>
  );
}
