"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { decideDeviceRequest } from "@/server/api-keys/device-codes";
import { formAction, readForm, textField } from "@/server/forms";

const decisionForm = z.object({ code: textField, decision: z.enum(["approve", "deny"]) });

export const decideDeviceRequestAction = formAction(async (actor, form) => {
  const { code, decision } = readForm(decisionForm, form);
  await decideDeviceRequest(actor, code, { isApproved: decision === "approve" });
  redirect(`/device/?done=${decision}`);
});
