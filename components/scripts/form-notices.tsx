import { t } from "@/server/language/text";
import { Notice } from "../ui/notice";

/** Tells staff that their run of a script that others cannot run is a test. */
export function TestRunNotice({ isOff }: { isOff: boolean }) {
  return (
    <Notice>
      {isOff
        ? t(
            "This script is disabled, so users cannot run it. As a staff member, you can try it. Only you and other staff can see the job.",
          )
        : t(
            "This script is restricted to certain groups. As a staff member, you can try it. Only you and other staff can see the job.",
          )}
    </Notice>
  );
}

/** Why the server refused a form that was sent without JavaScript. */
export function RefusalNotice({ texts }: { texts: string[] }) {
  return (
    <Notice kind="bad" role="alert">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  );
}

/** Shown where the browser runs no JavaScript. */
export function NoScriptNotice() {
  return (
    <noscript>
      <Notice>{t("The command preview needs JavaScript. The form works without it.")}</Notice>
    </noscript>
  );
}
