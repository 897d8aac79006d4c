import { allow, answerList, api } from "@/server/http";
import { listWooeyScripts } from "@/server/wooey/scripts";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = allow({
  GET: api(async (_request, { actor }) => answerList("scripts", await listWooeyScripts(actor))),
});
