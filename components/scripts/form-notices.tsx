import { t } from "@/server/language/text";
import { Notice } from "../ui/notice";

/** Tells staff that their run of a script that others cannot run is a test. */
export function TestRunNotice({ isOff }: { isOff: boolean }) {
  return (
    <Notice>
      {isOff
        ? t(
            "People cannot run this: it is switched off. You can try it as a member of staff; the job is for you and other staff alone.",
          )
        : t(
            "This script is for people of certain groups. You can try it as a member of staff; the job is for you and other staff alone.",
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
