import { findMentions } from "@/server/files/mentions";
import type { MarkdownTree } from "../ui/markdown";

/**
 * A plugin of remark that turns mentions of files, such as `@plot.png` or code that consists of a path, into links.
 * `findAddress` returns the address of the file with a path; null if there is none.
 */
export function linkFiles(findAddress: (path: string) => string | null) {
  return () => (tree: MarkdownTree) => linkIn(tree, findAddress);
}

/** Links cannot contain links. */
const withoutLinks = new Set(["link", "linkReference"]);

function linkIn(node: MarkdownTree, findAddress: (path: string) => string | null): void {
  if (!node.children || withoutLinks.has(node.type)) return;
  node.children = node.children.flatMap((child) => {
    if (child.type === "text") return splitText(child.value ?? "", findAddress);
    const address = child.type === "inlineCode" ? findAddress(child.value ?? "") : null;
    return address === null ? [child] : [{ type: "link", url: address, children: [child] }];
  });
  for (const child of node.children) linkIn(child, findAddress);
}

function splitText(text: string, findAddress: (path: string) => string | null): MarkdownTree[] {
  const nodes: MarkdownTree[] = [];
  let position = 0;
  for (const { start, candidates } of findMentions(text)) {
    for (const { path, end } of candidates) {
      const url = findAddress(path);
      if (url === null) continue;
      nodes.push({ type: "text", value: text.slice(position, start) });
      nodes.push({ type: "link", url, children: [{ type: "text", value: path }] });
      position = end;
      break;
    }
  }
  nodes.push({ type: "text", value: text.slice(position) });
  return nodes.filter((node) => node.value !== "");
}
