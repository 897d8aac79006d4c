import { takeSubmission } from "@/server/auth/attempts";
import { requireStaff } from "@/server/auth/policy";
import { env } from "@/server/env";
import { discardUpload } from "@/server/files/upload";
import { allow, api } from "@/server/http/api";
import { readUpload } from "@/server/http/upload";
import { addOrUpdateScripts } from "@/server/wooey/add-or-update";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  POST: api(async (request, { actor }) => {
    requireStaff(actor); // before a body of that size is read
    await takeSubmission(actor);
    const upload = await readUpload(request, { fileBytesMax: env().WOOEY_LIMIT_SCRIPT });
    try {
      return Response.json(await addOrUpdateScripts(actor, upload));
    } finally {
      await discardUpload(upload); // versions that were added are kept
    }
  }),
});
