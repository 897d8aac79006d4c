import type { ListedApiKey } from "@/server/auth/api-keys";
import { formatDate } from "@/server/language/format";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { fill } from "../ui/fill";
import { ActionsTh, Table, Td, Th } from "../ui/table";
import { Timestamp } from "../ui/timestamp";

/** The user's API keys: name, state, last use. */
export function KeyTable(props: { keys: ListedApiKey[]; toggleAction: Action; deleteAction: Action }) {
  return (
    <Table label={t("API keys")}>
      <thead>
        <tr>
          <Th>{t("Name")}</Th>
          <Th className="max-sm:hidden">{t("Initial value")}</Th>
          <Th>{t("State")}</Th>
          <Th className="max-sm:hidden">{t("Last used")}</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {props.keys.map((key) => (
          <tr key={key.id}>
            <Td className="break-words">{key.name}</Td>
            <Td className="font-mono text-13 max-sm:hidden">{key.hint}…</Td>
            <Td>
              <KeyState apiKey={key} />
            </Td>
            <Td className="text-muted max-sm:hidden">
              {key.lastUsedAt ? <Timestamp at={key.lastUsedAt} /> : t("never")}
            </Td>
            <Td>
              <div className="flex justify-end gap-1">
                <ActionForm action={props.toggleAction} errorsAs="toast">
                  <input type="hidden" name="key" value={key.id} />
                  <SubmitButton variant="quiet" size="small" name="active" value={String(!key.isActive)}>
                    {key.isActive ? t("Disable") : t("Enable")}
                  </SubmitButton>
                </ActionForm>
                <ActionForm action={props.deleteAction} errorsAs="toast">
                  <input type="hidden" name="key" value={key.id} />
                  <SubmitButton variant="danger" size="small">
                    {t("Delete")}
                  </SubmitButton>
                </ActionForm>
              </div>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function KeyState({ apiKey: { isActive, expiresAt } }: { apiKey: ListedApiKey }) {
  const isOver = expiresAt !== null && expiresAt.getTime() < Date.now();
  if (isOver || !isActive) return isOver ? t("Expired") : t("Off");
  return (
    <>
      {t("On")}
      {expiresAt ? (
        <span className="block text-13 text-muted">
          {fill(t("until {day}"), {
            day: <time dateTime={expiresAt.toISOString()}>{formatDate(expiresAt)}</time>,
          })}
        </span>
      ) : null}
    </>
  );
}
