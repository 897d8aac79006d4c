import path from "node:path";

/** How many pictures of one document are shown. */
const IMAGES_MAX = 50;

const inline = /!\[[^\]\n]{0,500}\]\(\s*<?([^)\s>]{1,1000})/g;
const definition = /^ {0,3}\[[^\]\n]{1,500}\]:\s*<?([^\s>]{1,1000})/gm;

/**
 * The pictures to which a Markdown document refers, by the address in its text: the path of each in the folder that
 * contains the document's path. Addresses of other sites and paths that lead out of the folder are omitted.
 */
export function findImagePaths(markdown: string, documentPath: string): Map<string, string> {
  const addresses = [...markdown.matchAll(inline), ...markdown.matchAll(definition)].map(([, address = ""]) => address);
  const paths = new Map<string, string>();
  for (const address of addresses) {
    const found = resolvePath(address, documentPath);
    if (found !== null && paths.size < IMAGES_MAX) paths.set(address, found);
  }
  return paths;
}

function resolvePath(address: string, documentPath: string): string | null {
  if (/^([a-z][a-z0-9+.-]*:|[/#?\\])/i.test(address)) return null;
  try {
    const relative = decodeURIComponent(address.replace(/[?#].*$/, ""));
    const resolved = path.posix.join(path.posix.dirname(documentPath), relative);
    return resolved.startsWith("../") || resolved === ".." ? null : resolved;
  } catch {
    return null;
  }
}
