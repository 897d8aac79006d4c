"use client";

import { X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { t } from "@/server/language/text";
import { Button } from "./button";

/** A plain image instead of next/image, because a job's file is protected by permissions and is sent unchanged. */
const Picture = "img";

/** An image that opens in a large native dialog. In it, the arrow keys show the page's other images. */
export function Lightbox({ id, src, name }: { id: string; src: string; name: string }) {
  return (
    <>
      <button
        type="button"
        command="show-modal"
        commandfor={id}
        aria-label={t("Enlarge {name}", { name })}
        className="block w-full grow cursor-zoom-in bg-sunken focus-visible:-outline-offset-2"
      >
        <Picture
          src={src}
          alt={name}
          loading="lazy"
          className="mx-auto h-(--picture-height) w-full object-contain sm:group-only/file:h-[min(60dvh,28rem)]"
        />
      </button>
      <dialog
        id={id}
        closedby="any"
        data-lightbox
        aria-label={name}
        onKeyDown={showNext}
        className="h-dvh max-h-none w-screen max-w-none bg-transparent p-4"
      >
        <div className="flex h-full flex-col items-center gap-3">
          <div className="flex max-w-full items-center gap-2 rounded-control bg-raised py-1 pr-1 pl-3 shadow-float">
            <bdi className="truncate">{name}</bdi>
            <Button variant="quiet" size="icon" command="close" commandfor={id} aria-label={t("Close")}>
              <X />
            </Button>
          </div>
          <Picture src={src} alt="" loading="lazy" className="min-h-0 max-w-full flex-1 object-contain" />
        </div>
      </dialog>
    </>
  );
}

const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

function showNext(event: KeyboardEvent<HTMLDialogElement>): void {
  const step = steps[event.key];
  if (step === undefined) return;
  const all = [...document.querySelectorAll<HTMLDialogElement>("dialog[data-lightbox]")];
  const next = all[(all.indexOf(event.currentTarget) + step + all.length) % all.length];
  event.currentTarget.close();
  next?.showModal();
}
