/** The user who is signed in now, if it is not the one who opened the form; null for nobody. */
type OtherSender = { id: number; name: string } | null;

/** An upload has failed for good; the message is for the person. */
export class SendError extends Error {
  override name = "SendError";

  constructor(
    message: string,
    readonly sender?: OtherSender,
  ) {
    super(message);
  }
}
