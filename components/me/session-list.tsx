import type { OpenSession } from "@/server/auth/sessions";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { fill } from "../ui/fill";
import { Timestamp } from "../ui/timestamp";

/** The user's sessions, each with a button to end it. */
export function SessionList(props: { sessions: OpenSession[]; endAction: Action; endOthersAction: Action }) {
  return (
    <div className="flex flex-col gap-3">
      <ul className="divide-y divide-line rounded-control border border-line bg-surface">
        {props.sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <span className="min-w-0 flex-1 basis-56">
              <span className="block truncate">{browserName(session.userAgent)}</span>
              <span className="block text-13 text-muted">
                {fill(t("{address} · since {time}"), {
                  address: session.address || t("unknown address"),
                  time: <Timestamp at={session.createdAt} />,
                })}
              </span>
            </span>
            {session.isCurrent ? (
              <span className="text-13 text-muted">{t("this session")}</span>
            ) : (
              <ActionForm action={props.endAction} errorsAs="toast">
                <input type="hidden" name="session" value={session.id} />
                <SubmitButton variant="plain" size="small">
                  {t("End session")}
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
      {props.sessions.length > 1 ? (
        <ActionForm action={props.endOthersAction} errorsAs="toast">
          <SubmitButton variant="danger">{t("End all other sessions")}</SubmitButton>
        </ActionForm>
      ) : null}
    </div>
  );
}

/** "Firefox on Linux"; for other browsers the start of the user agent. */
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
