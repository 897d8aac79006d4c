import type { ReactNode } from "react";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { TextField } from "../ui/text-field";

interface Props {
  /** Null for a new environment. */
  environment: { id: number; name: string; pythonBinary: string; requirements: string; directory: string } | null;
  action: Action;
  button: ReactNode;
}

/** A form for the settings of a virtual environment. The fields have the names that the API uses. */
export function EnvironmentForm({ environment, action, button }: Props) {
  return (
    <ActionForm action={action} className="flex flex-col gap-3">
      {environment ? <input type="hidden" name="environment" value={environment.id} /> : null}
      <TextField name="name" label={t("Name")} defaultValue={environment?.name} maxLength={25} required />
      <TextField
        name="python_binary"
        label={t("Python interpreter")}
        defaultValue={environment?.pythonBinary ?? "python3"}
        maxLength={1024}
        required
        help={t("The name or path of a Python on the worker's machine, such as /usr/bin/python3.12.")}
      />
      <TextField
        name="requirements"
        label={t("Packages")}
        rows={6}
        defaultValue={environment?.requirements}
        help={t("One per line, as in a requirements.txt. The system's packages are also available.")}
      />
      <input type="hidden" name="venv_directory" value={environment?.directory ?? "environments"} />
      <SubmitButton className="self-start">{button}</SubmitButton>
    </ActionForm>
  );
}
