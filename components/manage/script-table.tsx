import type { WooeyScript } from "@/server/scripts/wooey-answers";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { CircleAlert, CircleCheck, CircleMinus } from "../ui/icons";
import { Link } from "../ui/link";
import { Table, Td, Th } from "../ui/table";

/** All scripts, with what needs somebody's attention. */
export function ScriptTable({ scripts, switchAction }: { scripts: WooeyScript[]; switchAction: Action }) {
  return (
    <Table label="Scripts">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-sm:hidden">Group</Th>
          <Th>State</Th>
          <Th className="max-sm:hidden">Default</Th>
          <Th className="text-right max-md:hidden">Versions</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {scripts.map((script) => (
          <tr key={script.id} className="hover:bg-hover">
            <Td>
              <Link href={`/manage/scripts/${script.slug}/`} className="font-medium hover:text-accent hover:underline">
                {script.script_name}
              </Link>
            </Td>
            <Td className="text-muted max-sm:hidden">{script.group}</Td>
            <Td>
              <ScriptState script={script} />
            </Td>
            <Td className="tabular max-sm:hidden">
              {script.default_version
                ? `v${script.default_version.script_version}.${script.default_version.script_iteration}`
                : "missing"}
            </Td>
            <Td className="text-right tabular max-md:hidden">{script.versions_count}</Td>
            <Td>
              <ActionForm action={switchAction} errorsAs="toast" className="flex justify-end">
                <input type="hidden" name="slug" value={script.slug} />
                <SubmitButton variant="quiet" size="small" name="active" value={String(!script.is_active)}>
                  {script.is_active ? "Disable" : "Enable"}
                </SubmitButton>
              </ActionForm>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function ScriptState({ script }: { script: WooeyScript }) {
  if (!script.is_active) {
    return (
      <span className="inline-flex items-center gap-1.5 text-stopped">
        <CircleMinus /> Disabled
      </span>
    );
  }
  if (script.issues.length > 0) {
    return (
      <span className="inline-flex items-center gap-1.5 text-error">
        <CircleAlert className="shrink-0" />
        {script.issues.join(" ")}
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-1.5 text-completed">
      <CircleCheck /> Healthy
    </span>
  );
}
