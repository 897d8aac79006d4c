import type { ListedApiKey } from "@/server/auth/api-keys";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { Moment } from "../ui/moment";
import { ActionsTh, Table, Td, Th } from "../ui/table";

/** One's own API keys: what each is for, whether it is on, when it was used. */
export function KeyTable(props: { keys: ListedApiKey[]; toggleAction: Action; deleteAction: Action }) {
  return (
    <Table label="API keys">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-sm:hidden">Begins with</Th>
          <Th>State</Th>
          <Th className="max-sm:hidden">Last used</Th>
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
            <Td className="text-muted max-sm:hidden">{key.lastUsedAt ? <Moment at={key.lastUsedAt} /> : "never"}</Td>
            <Td>
              <div className="flex justify-end gap-1">
                <ActionForm action={props.toggleAction} errorsAs="toast">
                  <input type="hidden" name="key" value={key.id} />
                  <SubmitButton variant="quiet" size="small" name="active" value={String(!key.isActive)}>
                    Switch {key.isActive ? "off" : "on"}
                  </SubmitButton>
                </ActionForm>
                <ActionForm action={props.deleteAction} errorsAs="toast">
                  <input type="hidden" name="key" value={key.id} />
                  <SubmitButton variant="danger" size="small">
                    Delete
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
  if (isOver || !isActive) return isOver ? "Expired" : "Off";
  return (
    <>
      On
      {expiresAt ? (
        <span className="block text-13 text-muted">
          until <time dateTime={expiresAt.toISOString()}>{expiresAt.toISOString().slice(0, 10)}</time>
        </span>
      ) : null}
    </>
  );
}
