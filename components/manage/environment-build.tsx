import type { ShownEnvironment } from "@/server/environments/overview";
import { englishOf, localizeMessage } from "@/server/language/message";
import { t } from "@/server/language/text";
import { type Action, ActionForm, SubmitButton } from "../ui/action-form";
import { ByteSize } from "../ui/byte-size";
import { Notice } from "../ui/notice";
import { Timestamp } from "../ui/timestamp";
import { AutoRefresh } from "./auto-refresh";
import { BuildLog } from "./build-log";
import { DescriptionList } from "./description-list";
import { EnvironmentStateBadge } from "./environment-state";
import { explainBuild } from "./explain-build";
import { ScriptLinks } from "./script-links";

interface Props {
  shown: ShownEnvironment;
  log: string;
  buildAction: Action;
}

/** An environment's state, the live log of its last build, and a button to build it. */
export function EnvironmentBuild({ shown, log, buildAction }: Props) {
  const { built, state, environment, versionIds } = shown;
  return (
    <>
      {built?.problem ? (
        <Notice kind="bad">
          <p className="font-medium">{t("The build failed")}</p>
          <p className="wrap-anywhere">{localizeMessage(built.problem)}</p>
          <p className="mt-1.5 wrap-anywhere">
            {explainBuild(englishOf(built.problem), log)}{" "}
            {environment
              ? t("Save your changes below, then build it again.")
              : t(
                  "The script's PEP 723 block defines this environment. To change it, upload a new version of the script.",
                )}
          </p>
        </Notice>
      ) : null}
      <DescriptionList
        items={[
          [t("State"), <EnvironmentStateBadge key="state" state={state} />],
          ["Python", built?.python.version || environment?.pythonBinary || shown.requiresPython || t("any version")],
          [t("Size"), built?.sizeBytes ? <ByteSize key="size" bytes={built.sizeBytes} /> : "—"],
          [t("Last build"), built ? <Timestamp key="built" at={new Date(built.startedAt)} /> : "—"],
          [t("Last used"), built?.lastUsedAt ? <Timestamp key="used" at={built.lastUsedAt} /> : t("never")],
          [t("Used by"), <ScriptLinks key="scripts" scripts={shown.scripts} countMax={20} />],
        ]}
      />
      {["plain", "building", "ordered"].includes(state) || (!environment && versionIds.length === 0) ? null : (
        <ActionForm action={buildAction}>
          {environment ? (
            <input type="hidden" name="environment" value={environment.id} />
          ) : (
            <input type="hidden" name="version" value={versionIds[0]} />
          )}
          <SubmitButton variant="plain">{state === "ready" ? t("Rebuild") : t("Build now")}</SubmitButton>
        </ActionForm>
      )}
      {log ? <BuildLog text={log} isGrowing={state === "building"} /> : null}
      <AutoRefresh seconds={state === "building" ? 1 : 3} />
    </>
  );
}
