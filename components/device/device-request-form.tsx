import type { DeviceRequest } from "@/server/api-keys/device-codes";
import { phrase, t } from "@/server/language/text";
import { DescriptionList } from "../manage/description-list";
import { ConfirmPassword } from "../me/confirm-password";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { fill } from "../ui/fill";
import { Notice } from "../ui/notice";
import { Timestamp } from "../ui/timestamp";

const permissions = {
  read: phrase("See your scripts, jobs and files"),
  run: phrase("Run scripts, and stop, re-run and delete your jobs"),
  manage: phrase("Manage scripts and everything else that you manage"),
};

interface Props {
  request: DeviceRequest;
  username: string;
  needsPassword: boolean;
  action: Action;
}

/** Shows which program asks for an API key, and lets the person approve or deny it. */
export function DeviceRequestForm({ request, username, needsPassword, action }: Props) {
  const { program, address, scopes, createdAt, userCode } = request;
  return (
    <ActionForm action={action} className="flex flex-col gap-4">
      <p className="text-muted">
        {fill(t("A program asks for an API key of the account {name}. The key is valid for 90 days."), {
          name: <strong>{username}</strong>,
        })}
      </p>
      <p className="rounded-control bg-sunken py-3 text-center font-mono text-20 tracking-widest">{userCode}</p>
      <Notice kind="warning">
        {t(
          "Compare this code with the one that the program shows. Approve it only if they are the same and you started the program yourself: with a code that somebody sent you, they could use your account.",
        )}
      </Notice>
      <DescriptionList
        items={[
          [t("Program"), <bdi key="program">{program}</bdi>],
          [t("Address"), address || t("Not available")],
          [t("Requested"), <Timestamp key="requested" at={createdAt} />],
          [
            t("The key may"),
            <ul key="scopes">
              {scopes.map((scope) => (
                <li key={scope}>{t(permissions[scope])}</li>
              ))}
            </ul>,
          ],
        ]}
      />
      <input type="hidden" name="code" value={userCode} />
      <ConfirmPassword isNeeded={needsPassword} />
      <div className="flex gap-2">
        <SubmitButton name="decision" value="approve">
          {t("Approve")}
        </SubmitButton>
        <SubmitButton name="decision" value="deny" variant="plain">
          {t("Deny")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
