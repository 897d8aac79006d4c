import { notFound } from "next/navigation";
import { DescriptionList } from "@/components/manage/description-list";
import { FindingList } from "@/components/manage/finding-list";
import { InstanceSettingsForm } from "@/components/manage/instance-settings-form";
import { PageFrame } from "@/components/shell/page-frame";
import { ByteSize } from "@/components/ui/byte-size";
import { fill } from "@/components/ui/fill";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Timestamp } from "@/components/ui/timestamp";
import { isAdministrator, isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { env } from "@/server/env";
import { sumEnvironmentBytes } from "@/server/environments/overview";
import { formatDuration } from "@/server/language/format";
import { t } from "@/server/language/text";
import { findInstanceSettings } from "@/server/settings/instance";
import { getInstanceOverview } from "@/server/settings/overview";
import { saveInstanceSettingsAction } from "./actions";

export const generateMetadata = () => ({ title: t("Instance") });

export default async function InstancePage() {
  const actor = await getActor();
  if (!isStaff(actor)) notFound();
  const [instance, settings, environmentBytes] = await Promise.all([
    getInstanceOverview(actor),
    findInstanceSettings(),
    sumEnvironmentBytes(actor),
  ]);
  const { storage } = instance;
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader title={t("Instance")} note={t("Wooey {version}", { version: instance.version })} />
      {isAdministrator(actor) ? (
        <Section
          title={t("Settings")}
          note={t(
            "Changes take effect immediately. All other settings are environment variables, listed in docs/settings.md.",
          )}
        >
          <InstanceSettingsForm settings={settings} defaults={defaults()} action={saveInstanceSettingsAction} />
        </Section>
      ) : null}
      <Section title={t("Storage")}>
        <DescriptionList
          items={[
            [
              t("Job files"),
              <span key="files">
                {fill(t("{size} in {count, plural, one {# file} other {# files}}", { count: storage.files }), {
                  size: <ByteSize bytes={storage.filesBytes} />,
                })}
              </span>,
            ],
            [
              t("Working folders of running jobs"),
              <span key="folders">
                {fill(storage.isFullCount ? "{size}" : t("more than {size}"), {
                  size: <ByteSize bytes={storage.jobFoldersBytes} />,
                })}
              </span>,
            ],
            [t("Scripts"), <ByteSize key="scripts" bytes={storage.scriptsBytes} />],
            [
              t("Python environments"),
              <Link key="environments" href="/manage/environments/" className="text-accent underline">
                <ByteSize bytes={environmentBytes} />
              </Link>,
            ],
            [t("Database"), <ByteSize key="database" bytes={storage.databaseBytes} />],
            [t("Free"), <ByteSize key="free" bytes={storage.freeBytes} />],
          ]}
        />
      </Section>
      <Section title={t("Versions")}>
        <DescriptionList
          items={[
            ["Wooey", instance.version],
            ["Node.js", instance.nodeVersion],
            ["PostgreSQL", instance.databaseVersion],
            [t("Started"), <Timestamp key="started" at={instance.startedAt} />],
          ]}
        />
      </Section>
      <Section title={t("Doctor")}>
        <FindingList findings={instance.findings} />
      </Section>
    </PageFrame>
  );
}

/** The settings of the server's environment, as texts. */
function defaults() {
  const settings = env();
  const keep = (seconds: number | null) => (seconds === null ? t("forever") : formatDuration(seconds * 1000));
  return {
    registration: settings.WOOEY_ALLOW_REGISTRATION ? t("open") : t("closed"),
    anonymous: keep(settings.WOOEY_JOB_EXPIRATION_ANONYMOUS),
    user: keep(settings.WOOEY_JOB_EXPIRATION_USER),
  };
}
