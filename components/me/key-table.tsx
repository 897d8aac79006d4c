import type { ReactNode } from "react";
import type { ListedApiKey } from "@/server/api-keys/list";
import { phrase, t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { fill } from "../ui/fill";
import { LocalTime } from "../ui/local-time";
import { ActionsTh, Table, Td, Th } from "../ui/table";
import { Timestamp } from "../ui/timestamp";

const scopeLabels = { read: phrase("read"), run: phrase("run"), manage: phrase("manage") };

interface Props {
  keys: ListedApiKey[];
  toggleAction: Action;
  /** Absent on a page about another person, whose keys can only be disabled. */
  deleteAction?: Action;
}

/** A table of a person's API keys with their permissions, state and last use. */
export function KeyTable({ keys, toggleAction, deleteAction }: Props) {
  return (
    <Table label={t("API keys")}>
      <thead>
        <tr>
          <Th>{t("Name")}</Th>
          <Th className="max-sm:hidden">{t("Starts with")}</Th>
          <Th>{t("State")}</Th>
          <Th className="max-sm:hidden">{t("Last used")}</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id} className="align-top">
            <Td className="break-words">
              {key.name}
              <span className="block text-13 text-muted">{accessLabel(key)}</span>
            </Td>
            <Td className="font-mono text-13 max-sm:hidden">{key.hint}…</Td>
            <Td>
              <KeyState apiKey={key} />
            </Td>
            <Td className="text-muted max-sm:hidden">
              {key.lastUsedAt ? <Timestamp at={key.lastUsedAt} /> : t("never")}
              {key.lastUsedAddress ? <span className="block text-13">{key.lastUsedAddress}</span> : null}
            </Td>
            <Td>
              <div className="flex justify-end gap-1">
                {deleteAction || key.isActive ? (
                  <KeyForm id={key.id} action={toggleAction}>
                    <SubmitButton variant="quiet" size="small" name="active" value={String(!key.isActive)}>
                      {key.isActive ? t("Disable") : t("Enable")}
                    </SubmitButton>
                  </KeyForm>
                ) : null}
                {deleteAction ? (
                  <KeyForm id={key.id} action={deleteAction}>
                    <SubmitButton variant="danger" size="small">
                      {t("Delete")}
                    </SubmitButton>
                  </KeyForm>
                ) : null}
              </div>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function KeyForm({ id, action, children }: { id: number; action: Action; children: ReactNode }) {
  return (
    <ActionForm action={action} errorsAs="toast">
      <input type="hidden" name="key" value={id} />
      {children}
    </ActionForm>
  );
}

/** The permissions of a key, such as "read, run · all scripts". */
function accessLabel({ scopes, scripts }: ListedApiKey): string {
  const allowed = scopes.map((scope) => t(scopeLabels[scope], undefined, "API key")).join(", ");
  return `${allowed} · ${scripts === null ? t("all scripts") : scripts.join(", ") || t("no script")}`;
}

function KeyState({ apiKey: { isActive, expiresAt } }: { apiKey: ListedApiKey }) {
  const isOver = expiresAt !== null && expiresAt.getTime() < Date.now();
  if (isOver || !isActive) return isOver ? t("Expired") : t("Off");
  return (
    <>
      {t("On")}
      <span className="block text-13 text-muted">
        {expiresAt
          ? fill(t("until {day}"), { day: <LocalTime at={expiresAt.toISOString()} isDay /> })
          : t("never expires")}
      </span>
    </>
  );
}
