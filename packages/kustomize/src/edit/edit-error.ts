/** An edit that cannot be made; the message is what the real tool says behind `Error: `. */
export class EditError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "EditError";
  }
}
