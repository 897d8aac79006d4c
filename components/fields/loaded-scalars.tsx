"use client";

import type { ComponentProps } from "react";
import { loadable } from "../ui/loadable";

// As in loaded-controls.tsx, but for single values, which may be part of the controls there.

const LoadedColor = loadable(async () => (await import("./color-control")).ColorControl);
const LoadedSecret = loadable(async () => (await import("./secret-control")).SecretControl);

export function ColorControl(props: ComponentProps<typeof LoadedColor>) {
  return <LoadedColor {...props} />;
}

export function SecretControl(props: ComponentProps<typeof LoadedSecret>) {
  return <LoadedSecret {...props} />;
}
