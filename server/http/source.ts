import { sendHeaders } from "./send-headers";

/** Sends a version's file. Web's own server sends it, with its length and ranges. @throws not_found, unavailable */
export async function sendSource({ sha256, filename }: { sha256: string; filename: string }): Promise<Response> {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`;
  return new Response(null, {
    headers: {
      ...(await sendHeaders(sha256)),
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": disposition,
    },
  });
}
