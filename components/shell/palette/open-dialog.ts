/** A ref callback that opens a native dialog as a modal one as soon as it is in the page. */
export function openDialog(dialog: HTMLDialogElement | null): void {
  if (dialog && !dialog.open) dialog.showModal();
}
