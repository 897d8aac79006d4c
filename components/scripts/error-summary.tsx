import { useEffect, useRef } from "react";
import type { FieldErrors } from "@/server/errors";
import { t } from "@/server/language/text";
import { fieldId } from "../fields/field-data";
import { ErrorNotice } from "../ui/error-notice";
import { goToField, labelOfField } from "./field-links";

/** The errors that prevent a form from being sent, with links to their fields. It is focused whenever they change. */
export function ErrorSummary({ errors }: { errors: FieldErrors }) {
  const box = useRef<HTMLDivElement>(null);
  const paths = Object.keys(errors).filter((path) => path !== "__all__");
  const count = paths.length + (errors.__all__ ? 1 : 0);

  useEffect(() => {
    if (errors) box.current?.focus();
  }, [errors]);

  return (
    <div ref={box} tabIndex={-1} role="alert">
      <ErrorNotice>
        <p className="font-medium">
          {t(
            "{count, plural, one {# problem must be fixed before this can run} other {# problems must be fixed before this can run}}",
            { count },
          )}
        </p>
        {errors.__all__?.map((text) => (
          <p key={text}>{text}</p>
        ))}
        <ul className="mt-1">
          {paths.map((path) => (
            <li key={path}>
              <a
                href={`#${fieldId(path)}`}
                className="underline"
                onClick={(event) => {
                  event.preventDefault();
                  goToField(path);
                }}
              >
                {labelOfField(path)}
              </a>
              : {errors[path]?.join(" ")}
            </li>
          ))}
        </ul>
      </ErrorNotice>
    </div>
  );
}
