import { notFound } from "next/navigation";
import { Facts } from "@/components/manage/facts";
import { FindingList } from "@/components/manage/finding-list";
import { InstanceSettingsForm } from "@/components/manage/instance-settings-form";
import { PageFrame } from "@/components/shell/page-frame";
import { ByteSize } from "@/components/ui/byte-size";
import { formatDuration } from "@/components/ui/format";
import { Link } from "@/components/ui/link";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { isAdministrator, isStaff } from "@/server/auth/actor";
import { getActor } from "@/server/auth/current";
import { env } from "@/server/env";
import { sumEnvironmentBytes } from "@/server/environments/overview";
import { findInstanceSettings } from "@/server/settings/instance";
import { getInstanceOverview } from "@/server/settings/overview";
import { saveInstanceSettingsAction } from "./actions";

export const metadata = { title: "Instance" };

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
      <PageHeader title="Instance" note={`Wooey ${instance.version}`} />
      {isAdministrator(actor) ? (
        <Section title="Settings" note="They count at once. All others are in the environment; the README lists them.">
          <InstanceSettingsForm settings={settings} defaults={defaults()} action={saveInstanceSettingsAction} />
        </Section>
      ) : null}
      <Section title="Storage">
        <Facts
          facts={[
            [
              "Files of jobs",
              <span key="files">
                <ByteSize bytes={storage.filesBytes} /> in {storage.files.toLocaleString("en")}
              </span>,
            ],
            [
              "Folders of running jobs",
              <span key="folders">
                {storage.isWholeCount ? "" : "more than "}
                <ByteSize bytes={storage.jobFoldersBytes} />
              </span>,
            ],
            ["Scripts", <ByteSize key="scripts" bytes={storage.scriptsBytes} />],
            [
              "Python environments",
              <Link key="environments" href="/manage/environments/" className="text-accent underline">
                <ByteSize bytes={environmentBytes} />
              </Link>,
            ],
            ["Database", <ByteSize key="database" bytes={storage.databaseBytes} />],
            ["Free", <ByteSize key="free" bytes={storage.freeBytes} />],
          ]}
        />
      </Section>
      <Section title="Versions">
        <Facts
          facts={[
            ["Wooey", instance.version],
            ["Node.js", instance.nodeVersion],
            ["PostgreSQL", instance.databaseVersion],
            ["Started", <Moment key="started" at={instance.startedAt} />],
          ]}
        />
      </Section>
      <Section title="Doctor">
        <FindingList findings={instance.findings} />
      </Section>
    </PageFrame>
  );
}

/** What the environment says, in words. */
function defaults() {
  const settings = env();
  const keep = (seconds: number | null) => (seconds === null ? "for ever" : formatDuration(seconds * 1000));
  return {
    registration: settings.WOOEY_ALLOW_REGISTRATION ? "open" : "closed",
    anonymous: keep(settings.WOOEY_JOB_EXPIRATION_ANONYMOUS),
    user: keep(settings.WOOEY_JOB_EXPIRATION_USER),
  };
}
