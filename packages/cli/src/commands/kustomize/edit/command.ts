import type { GoCommand } from "../../../cobra/command.ts";
import { addCommand } from "./add.ts";
import { KEEP_FORMAT } from "./edit-file.ts";
import { fixCommand } from "./fix.ts";
import { listBuiltinPluginCommand } from "./list-builtin-plugin.ts";
import { removeCommand } from "./remove.ts";
import { setCommand } from "./set.ts";

/** `kustomize edit`. */
export function editCommand(): Partial<GoCommand> {
  return {
    example: `
  # Deploy another version
  kustomize edit set image myapp=registry.example.org/myapp:v2

  # The same, and leave comments and order of the file alone
  kustomize edit set image myapp=registry.example.org/myapp:v2 --keep-format

  # Add what a folder holds
  kustomize edit add resource *.yaml
`,
    persistentFlags: [KEEP_FORMAT],
    commands: [addCommand(), fixCommand(), listBuiltinPluginCommand(), removeCommand(), setCommand()],
  };
}
