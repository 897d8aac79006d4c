import { z } from "zod";
import { actorOfBrowser } from "@/server/auth/from-request/actor";
import { publicOrigin } from "@/server/auth/from-request/address";
import { AppError } from "@/server/errors";
import { allow, api } from "@/server/http/api";
import { readFields } from "@/server/http/body";
import { t } from "@/server/language/text";
import { evaluateForm } from "@/server/scripts/evaluate-form";
import { findVersion } from "@/server/scripts/queries";
import { formPathOf } from "../form-path";

const asked = z.object({ version: z.int(), entries: z.array(z.tuple([z.string(), z.string()])) });

// The command of a form that is being filled in. The page requests it while the user types, and nothing is stored.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow<{ slug: string }>({
  POST: api(async (request, { params: { slug }, actor }) => {
    const { version: versionId, entries } = asked.parse(await readFields(request));
    const version = await findVersion(actor, slug, { versionId });
    if (!version) throw new AppError("not_found", t("Script version not found."));
    const link = { slug, filename: version.filename, path: formPathOf(slug, version) };
    return Response.json(evaluateForm(version.spec, entries, { ...link, origin: publicOrigin(request.headers) }));
  }, actorOfBrowser),
});
