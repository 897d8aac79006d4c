import { useRouter } from "next/navigation";
import { type RefObject, useEffect, useState } from "react";
import type { FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";
import { toast } from "../ui/toaster";
import { leaveUpload } from "../uploads/upload-progress";
import type { FormIdentity } from "./draft-storage";
import { showErrors } from "./form-errors";
import type { CurrentUser } from "./send-form";

interface Options {
  form: RefObject<HTMLFormElement | null>;
  /** The path to which the form is sent. */
  action: string;
  identity: FormIdentity;
  /** Checks the form and returns the errors that the browser finds. */
  checkAll: () => Promise<FieldErrors>;
}

/** Sends a form when asked to. Most of its code is loaded when a form is sent for the first time. */
export function useSubmission({ form, action, identity, checkAll }: Options) {
  const router = useRouter();
  const [errors, setErrors] = useState<FieldErrors>({});
  const [isSending, setSending] = useState(false);
  /** Not null if the person has to say who sends the form: `user` is signed in now. */
  const [question, setQuestion] = useState<{ user: CurrentUser | null } | null>(null);
  useEffect(() => leaveUpload, []);

  /** `sender` is the id of the user as whom the form is sent; "" for a visitor. */
  async function submit(sender: string) {
    if (!form.current || isSending) return;
    setQuestion(null);
    setSending(true);
    try {
      // What follows may show these components, and showing them must not fail.
      const [found, { submitForm, reportElsewhere }] = await Promise.all([
        checkAll(),
        import("./submit-form"),
        import("./error-summary"),
        import("./sender-dialog"),
      ]);
      if (!form.current) return;
      if (Object.keys(found).length > 0) return refuse(found);
      const response = await submitForm(form.current, { action, sender, identity });
      if (response && !form.current) return reportElsewhere(response);
      if (response && "url" in response) return router.push(response.url);
      if (response && "errors" in response) return refuse(response.errors);
      setSending(false);
      if (response) setQuestion({ user: response.sender });
    } catch {
      setSending(false);
      toast({ text: t("The server could not be reached. Check your connection and try again."), isError: true });
    }
  }

  function refuse(found: FieldErrors) {
    setSending(false);
    setErrors({ ...found });
    if (form.current) showErrors(form.current, found);
  }

  return { errors, isSending, question, submit, cancel: () => setQuestion(null) };
}
