import type { ListedApiKey } from "@/server/api-keys/list";
import { t } from "@/server/language/text";
import type { Action } from "../ui/action-form";
import { Notice } from "../ui/notice";
import type { OneTimeSecretResult } from "../ui/one-time-secret-form";
import { Section } from "../ui/section";
import { KeyTable } from "./key-table";
import { NewKeyForm } from "./new-key-form";

interface Props {
  keys: ListedApiKey[];
  scripts: { slug: string; name: string }[];
  isStaff: boolean;
  needsPassword: boolean;
  createAction: (state: unknown, form: FormData) => Promise<OneTimeSecretResult>;
  toggleAction: Action;
  deleteAction: Action;
}

/** Whether a key is active, never expires and allows everything, as all keys did before there were scopes. */
function isUnlimited({ isActive, expiresAt, scopes, scripts }: ListedApiKey): boolean {
  return isActive && expiresAt === null && scopes.includes("manage") && scripts === null;
}

/** The section about the user's own API keys. */
export function KeySection({ keys, toggleAction, deleteAction, createAction, ...form }: Props) {
  const unlimited = keys.filter(isUnlimited).map((key) => key.name);
  return (
    <Section title={t("API keys")} note={t("With an API key, your programs can submit jobs and fetch their results.")}>
      {unlimited.length > 0 ? (
        <Notice kind="warning">
          {t(
            "{count, plural, one {This key never expires and may do everything that you may: {names}. Replace it by one that is limited.} other {These keys never expire and may do everything that you may: {names}. Replace them by ones that are limited.}}",
            { count: unlimited.length, names: unlimited.join(", ") },
          )}
        </Notice>
      ) : null}
      <NewKeyForm action={createAction} {...form} />
      {keys.length > 0 ? <KeyTable keys={keys} toggleAction={toggleAction} deleteAction={deleteAction} /> : null}
      <p>
        <a className="text-accent underline" href="/api/docs/">
          {t("API documentation")}
        </a>
      </p>
    </Section>
  );
}
