"use client";

import type { ReactNode } from "react";
import { useWorkersOnline } from "../jobs/use-job-events";

/** Shows `children`, which the server renders, while no worker is online. */
export function WorkersAlert({ isOnline, children }: { isOnline: boolean; children: ReactNode }) {
  return useWorkersOnline({ initially: isOnline }) ? null : children;
}
