"use client";

import { type ComponentProps, lazy } from "react";

// As in loaded-controls.tsx, but for single values, which may be part of the controls there.

const LoadedColor = lazy(async () => ({ default: (await import("./color-control")).ColorControl }));
const LoadedSecret = lazy(async () => ({ default: (await import("./secret-control")).SecretControl }));

export function ColorControl(props: ComponentProps<typeof LoadedColor>) {
  return <LoadedColor {...props} />;
}

export function SecretControl(props: ComponentProps<typeof LoadedSecret>) {
  return <LoadedSecret {...props} />;
}
