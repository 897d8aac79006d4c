import { displayName } from "../ui/display-name";
import { findPreviewKind } from "./kinds";
import type { PreviewProps } from "./preview-kind";

/** A preview of a file; nothing if there is no kind of preview for it. */
export function FilePreview(props: Omit<PreviewProps, "name">) {
  const kind = findPreviewKind(props.file);
  return kind ? <kind.Preview {...props} name={displayName(props.file.path)} /> : null;
}
