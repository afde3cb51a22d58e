import fs from "node:fs";
import { type Browser, chromium } from "playwright-core";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const QUIET =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** The Chromium of this machine: `CHROMIUM`, or where it usually is. */
export function findChromium(): string | undefined {
  return [process.env["CHROMIUM"], ...USUAL_PLACES].find((file) => file !== undefined && fs.existsSync(file));
}

/** Starts a browser that talks to nobody but the page under test. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: QUIET.split(" ") });
}
