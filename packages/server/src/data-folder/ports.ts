import net from "node:net";
import { DataFolderError, type DataFolder, type PortName } from "./data-folder.ts";

const FIRST_CHOICE: Record<PortName, number> = { api: 6443, ui: 7080, git: 7081, metrics: 7082 };
const WHAT: Record<PortName, string> = {
  api: "Kubernetes API",
  ui: "UI",
  git: "Git server",
  metrics: "metrics endpoint",
};

export interface ChosenPorts {
  ports: Record<PortName, number>;
  /** One line per port that is not the usual one. */
  notes: string[];
}

/**
 * Chooses the ports at the first start and keeps them, so that clones and kubeconfigs survive a restart.
 *
 * A wanted port (a flag) replaces the kept one. At the first start a taken port gives way to the next free one; a
 * kept or wanted port that is taken is an error which names the flag that changes it. `names` are those that are used.
 */
export async function choosePorts(
  folder: DataFolder,
  wanted: Partial<Record<PortName, number>>,
  host: string,
  names: readonly PortName[] = Object.keys(FIRST_CHOICE) as PortName[],
): Promise<ChosenPorts> {
  const ports = { ...FIRST_CHOICE };
  const notes: string[] = [];
  const taken = new Set<number>();
  for (const name of names) {
    const fixed = wanted[name] ?? folder.state.ports[name];
    if (fixed !== undefined) {
      const problem = fixed === 0 ? undefined : await whyNot(fixed, host);
      if (problem !== undefined) throw portTaken(name, fixed, problem, wanted[name] === undefined ? folder : undefined);
      ports[name] = fixed === 0 ? await anyFree(host) : fixed;
    } else {
      ports[name] = await nextFree(FIRST_CHOICE[name], host, taken);
      if (ports[name] !== FIRST_CHOICE[name]) {
        notes.push(`Port ${FIRST_CHOICE[name]} is in use: the ${WHAT[name]} is on ${ports[name]}, and stays there.`);
      }
    }
    taken.add(ports[name]);
  }
  for (const name of names) folder.state.ports[name] = ports[name];
  folder.saveState();
  return { ports, notes };
}

/** `keptBy` is the folder that was set up with the port; absent when a flag asked for it. */
function portTaken(name: PortName, port: number, problem: string, keptBy: DataFolder | undefined): DataFolderError {
  const kept = keptBy ? `, and ${keptBy.root} was set up with it` : "";
  return new DataFolderError(
    `Port ${port} of the ${WHAT[name]} ${problem}${kept}. Stop what uses it, or choose another port with --${name}-port.`,
  );
}

async function nextFree(from: number, host: string, taken: ReadonlySet<number>): Promise<number> {
  for (let port = from; port < from + 200; port++) if (!taken.has(port) && (await isFree(port, host))) return port;
  throw new DataFolderError(`No port from ${from} to ${from + 199} is free.`);
}

async function anyFree(host: string): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, host, resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function isFree(port: number, host: string): Promise<boolean> {
  return (await whyNot(port, host)) === undefined;
}

/** Why a port cannot be listened on; undefined when it can. */
async function whyNot(port: number, host: string): Promise<string | undefined> {
  const server = net.createServer();
  try {
    await new Promise<void>((resolve, reject) =>
      server.once("error", reject).listen({ port, host, exclusive: true }, resolve),
    );
    await new Promise((resolve) => server.close(resolve));
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "EADDRINUSE" ? "is in use by another program" : `cannot be opened (${message})`;
  }
}
