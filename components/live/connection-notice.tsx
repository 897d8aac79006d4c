"use client";

import { useSyncExternalStore } from "react";
import { t } from "@/server/language/text";
import { isConnectionLost, onConnectionChange } from "./connection";

/** Says that the page is not live at the moment. */
export function ConnectionNotice() {
  const problem = useSyncExternalStore(onConnectionChange, findProblem, () => null);
  if (!problem) return null;
  return (
    <div className="max-w-prose rounded-control border border-error/40 bg-error-soft px-3.5 py-2 shadow-float">
      {problem === "offline"
        ? t("You are offline. This page continues as soon as you are online again.")
        : t("Connection lost, trying again…")}
    </div>
  );
}

function findProblem(): "offline" | "lost" | null {
  if (!isConnectionLost()) return null;
  return navigator.onLine ? "lost" : "offline";
}
