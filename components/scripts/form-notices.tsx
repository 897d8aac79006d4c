import { t } from "@/server/language/text";
import { Notice } from "../ui/notice";

/** Tells staff that running this script is a test, because others cannot run it. */
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

/** Shows why the server refused a form that was sent without JavaScript. */
export function RefusalNotice({ texts }: { texts: string[] }) {
  return (
    <Notice kind="bad" role="alert">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  );
}

/** A notice for browsers that do not run JavaScript. */
export function NoScriptNotice() {
  return (
    <noscript>
      <Notice>{t("The command preview needs JavaScript. The form works without it.")}</Notice>
    </noscript>
  );
}
