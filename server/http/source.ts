/** Sends a version's file. Web's own server sends it, with its length and ranges. */
export function sendSource({ file, filename }: { file: string; filename: string }): Response {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`;
  return new Response(null, {
    headers: { "x-send-file": file, "content-type": "text/plain; charset=utf-8", "content-disposition": disposition },
  });
}
