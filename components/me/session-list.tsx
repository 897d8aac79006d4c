import type { OpenSession } from "@/server/auth/sessions";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { fill } from "../ui/fill";
import { Timestamp } from "../ui/timestamp";
import { ConfirmPassword } from "./confirm-password";

interface Props {
  sessions: OpenSession[];
  action: Action;
  needsPassword: boolean;
}

/** The user's sessions, each but the current one with a button to end it. */
export function SessionList({ sessions, action, needsPassword }: Props) {
  return (
    <ActionForm action={action} className="flex flex-col gap-3">
      <ul className="divide-y divide-line rounded-control border border-line bg-surface">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <span className="min-w-0 flex-1 basis-56">
              <span className="block truncate">{browserName(session.userAgent)}</span>
              <span className="block text-13 text-muted">
                {fill(t("{address} · last used {time} · signed in {start}"), {
                  address: session.address || t("unknown address"),
                  time: <Timestamp at={session.lastSeenAt} />,
                  start: <Timestamp at={session.createdAt} />,
                })}
              </span>
            </span>
            {session.isCurrent ? (
              <span className="text-13 text-muted">{t("this session")}</span>
            ) : (
              <SubmitButton variant="plain" size="small" name="session" value={session.id}>
                {t("Sign out")}
              </SubmitButton>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <>
          <ConfirmPassword isNeeded={needsPassword} />
          <SubmitButton variant="danger" name="session" value="others" className="self-start">
            {t("Sign out everywhere else")}
          </SubmitButton>
        </>
      ) : null}
    </ActionForm>
  );
}

/** The name of a browser, such as "Firefox on Linux"; for unknown browsers the start of the user agent. */
function browserName(userAgent: string): string {
  const browsers = [/Edg\//, /Firefox\//, /Chrome\//, /Safari\//].findIndex((pattern) => pattern.test(userAgent));
  const systems = [/Android/, /iPhone|iPad/, /Windows/, /Mac OS/, /Linux/].findIndex((pattern) =>
    pattern.test(userAgent),
  );
  const browser = ["Edge", "Firefox", "Chrome", "Safari"][browsers];
  const system = ["Android", "iOS", "Windows", "macOS", "Linux"][systems];
  if (!browser) return userAgent.slice(0, 60) || t("Unknown browser");
  return system ? t("{browser} on {system}", { browser, system }) : browser;
}
