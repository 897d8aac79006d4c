import "react";

declare module "react" {
  /** HTML's invoker commands: a button that opens or closes a dialog without JavaScript. */
  interface ButtonHTMLAttributes<T> {
    command?: "show-modal" | "close" | "request-close";
    commandfor?: string;
  }
}
