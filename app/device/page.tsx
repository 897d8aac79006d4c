import { redirect } from "next/navigation";
import { z } from "zod";
import { DeviceCodeForm } from "@/components/device/device-code-form";
import { DeviceRequestForm } from "@/components/device/device-request-form";
import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { type DeviceRequest, findDeviceRequest } from "@/server/api-keys/device-codes";
import { type Actor, userOf } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { AppError } from "@/server/errors";
import { readQuery } from "@/server/http/query";
import { t } from "@/server/language/text";
import { isConfirmed } from "@/server/users/confirm";
import { decideDeviceRequestAction } from "./actions";

export const generateMetadata = () => ({ title: t("Connect a program"), robots: { index: false } });

const deviceQuery = z.object({
  code: z.string().max(100).default(""),
  done: z.enum(["approve", "deny"]).optional().catch(undefined),
});

export default async function DevicePage({ searchParams }: PageProps<"/device">) {
  const { code, done } = readQuery(deviceQuery, await searchParams);
  const actor = await getActor();
  const user = userOf(actor);
  if (!user) {
    const path = code === "" ? "/device/" : `/device/?code=${encodeURIComponent(code)}`;
    redirect(`/login/?next=${encodeURIComponent(path)}`);
  }
  if (done) {
    return (
      <PageFrame narrow className="sm:max-w-120 sm:pt-16">
        <h1 className="sr-only">{t("Connect a program")}</h1>
        <EmptyState
          title={done === "approve" ? t("The program is connected") : t("The program was not connected")}
          action={<ButtonLink href="/me/">{t("My API keys")}</ButtonLink>}
        >
          {done === "approve"
            ? t(
                "You can close this page and go on in the program. Its key is among your API keys, where you can disable it.",
              )
            : t("It gets no API key. If you did not start it yourself, nothing else needs to be done.")}
        </EmptyState>
      </PageFrame>
    );
  }
  const { request, problem } = await findRequest(actor, code);
  return (
    <PageFrame narrow className="sm:max-w-120 sm:pt-16">
      <h1 className="text-20 font-semibold">{t("Connect a program")}</h1>
      {request ? (
        <DeviceRequestForm
          request={request}
          username={user.username}
          needsPassword={!(await isConfirmed(actor))}
          action={decideDeviceRequestAction}
        />
      ) : (
        <DeviceCodeForm problem={problem} />
      )}
    </PageFrame>
  );
}

async function findRequest(
  actor: Actor,
  code: string,
): Promise<{ request: DeviceRequest | null; problem: string | null }> {
  if (code === "") return { request: null, problem: null };
  try {
    const request = await findDeviceRequest(actor, code);
    return { request, problem: t("This code is not valid or has expired. Start again in the program.") };
  } catch (error) {
    // Too many wrong codes.
    if (error instanceof AppError && error.code === "limit") return { request: null, problem: error.message };
    throw error;
  }
}
