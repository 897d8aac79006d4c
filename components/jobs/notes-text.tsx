import { toPath } from "@/server/files/mentions";
import type { MentionedFiles } from "@/server/jobs/mentions";
import { MarkdownText } from "../ui/markdown";
import { linkFiles } from "./link-files";

interface Props {
  text: string;
  /** `/jobs/<uuid or id>` */
  path: string;
  /** The files that the text mentions. */
  mentioned: MentionedFiles;
}

/** Notes as formatted text, in which the job's files are links and pictures. */
export function NotesText({ text, path, mentioned }: Props) {
  const addressOf = (file: string) => {
    const id = mentioned.files.get(file);
    return id === undefined ? null : `${path}/browse/${id}/`;
  };
  const findImage = (src: string) => {
    const id = mentioned.images.get(src);
    return id === undefined ? undefined : `${path}/files/${id}`;
  };
  return (
    <MarkdownText
      text={text}
      findImage={findImage}
      findLink={(href) => addressOf(toPath(href)) ?? undefined}
      plugins={[linkFiles(addressOf)]}
    />
  );
}
