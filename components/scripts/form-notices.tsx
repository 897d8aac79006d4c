import { t } from "@/server/language/text";
import { Notice } from "../ui/notice";

/** Tells staff that a run of what is off, or for others, is a test. */
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

/** What a filled form could not be filled with. */
export function Refusals({ texts }: { texts: string[] }) {
  return (
    <Notice kind="bad" role="alert">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  );
}
