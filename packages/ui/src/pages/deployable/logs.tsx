import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLog } from "../../api/log-stream.ts";

interface LogViewProps {
  namespace: string;
  pod: string;
  containers: readonly string[];
}

/** The log of one container, followed as long as its end is in view. */
export function LogView({ namespace, pod, containers }: LogViewProps): ReactNode {
  const [chosen, setChosen] = useState("");
  const container = containers.includes(chosen) ? chosen : (containers[0] ?? "");
  return (
    <>
      {containers.length > 1 && (
        <div className="chips" role="group" aria-label="Container">
          {containers.map((name) => (
            <button
              key={name}
              type="button"
              className="chip"
              aria-pressed={name === container}
              onClick={() => setChosen(name)}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      <Log key={`${pod}/${container}`} namespace={namespace} pod={pod} container={container} />
    </>
  );
}

function Log({ namespace, pod, container }: { namespace: string; pod: string; container: string }): ReactNode {
  const { lines, state } = useLog(namespace, pod, container);
  const frame = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current) frame.current?.scrollTo(0, frame.current.scrollHeight);
  }, [lines]);
  return (
    <pre
      ref={frame}
      className="code log"
      tabIndex={0}
      aria-label={`Log of ${container}`}
      onScroll={({ currentTarget: box }) => {
        follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
      }}
    >
      {lines.length === 0 && <span className="faint">{state === "live" ? "Nothing logged yet." : "Reading…"}</span>}
      {lines.join("\n")}
    </pre>
  );
}
