import { useId } from "react";
import { phrase, t } from "@/server/language/text";
import { Button, ButtonLink } from "../ui/button";
import { Chip } from "../ui/chip";
import { Input } from "../ui/input";
import { TimeZoneField } from "../ui/time-zone-field";
import { type AuditQuery, auditPath } from "./audit-query";

/** The kinds of entries that only administrators see. */
const securityNouns = { session: phrase("Sign-ins"), access: phrase("Refusals") };

/** The first part of an audit action, such as `script` in `script.delete`. */
const nouns = {
  script: phrase("Scripts"),
  version: phrase("Versions"),
  parameter: phrase("Parameters"),
  job: phrase("Jobs"),
  user: phrase("People"),
  "api-key": phrase("API keys"),
  invitation: phrase("Invitations"),
  "script-group": phrase("Script groups"),
  "user-group": phrase("User groups"),
  environment: phrase("Environments"),
  settings: phrase("Settings"),
};

const exampleTarget = "script:cat-fetcher";

/** The filters of the audit log. Their values are in the address. */
export function AuditFilters({ query, isAdministrator }: { query: AuditQuery; isAdministrator: boolean }) {
  const shown = { ...nouns, ...(isAdministrator ? securityNouns : {}) };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Chip href={auditPath(query, { action: "" })} isActive={query.action === ""}>
          {t("Everything")}
        </Chip>
        {Object.entries(shown).map(([noun, label]) => (
          <Chip key={noun} href={auditPath(query, { action: noun })} isActive={query.action === noun}>
            {t(label)}
          </Chip>
        ))}
      </div>
      <search>
        <form action="/manage/audit/" className="flex flex-wrap items-end gap-2">
          {query.action ? <input type="hidden" name="action" value={query.action} /> : null}
          <LabelledInput name="user" label={t("Who")} value={query.username} />
          <LabelledInput name="target" label={t("Target")} value={query.target} placeholder={exampleTarget} />
          <LabelledInput name="address" label={t("IP address")} value={query.address} />
          <LabelledInput name="since" label={t("From")} value={query.since} type="date" />
          <LabelledInput name="until" label={t("To")} value={query.until} type="date" />
          <TimeZoneField />
          <Button type="submit">{t("Filter")}</Button>
          <ButtonLink href="/manage/audit/" variant="quiet">
            {t("Clear")}
          </ButtonLink>
        </form>
      </search>
    </div>
  );
}

function LabelledInput(props: { name: string; label: string; value: string; type?: string; placeholder?: string }) {
  const id = useId();
  return (
    <div className="flex min-w-36 flex-1 flex-col gap-1 sm:max-w-56">
      <label htmlFor={id} className="text-13 text-muted">
        {props.label}
      </label>
      <Input
        id={id}
        name={props.name}
        type={props.type ?? "text"}
        defaultValue={props.value}
        placeholder={props.placeholder}
        autoComplete="off"
      />
    </div>
  );
}
