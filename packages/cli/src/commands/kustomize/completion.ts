import { CommandError, type GoCommand } from "../../cobra/command.ts";
import { print } from "../../output/print.ts";

/** Every shell asks the program itself, with the words so far, and gets candidates and a `:N` that tells about files. */
const SCRIPTS: Record<string, (name: string) => string> = {
  bash: (name) => `# bash completion for ${name}
_hawser_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} line directive=0
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete "\${COMP_WORDS[@]:1:COMP_CWORD-1}" "$current" 2>/dev/null)
  if (( \${#COMPREPLY[@]} == 0 && (directive & 4) == 0 )); then
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
  fi
}
complete -F _hawser_${name} ${name}
`,
  zsh: (name) => `#compdef ${name}
_hawser_${name}() {
  local line directive=0
  local -a candidates
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *) candidates+=("\${\${line//:/\\\\:}/$'\\t'/:}") ;;
    esac
  done < <("\${words[1]}" __complete "\${(@)words[2,CURRENT-1]}" "\${words[CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then
    _describe 'completion' candidates
  elif (( (directive & 4) == 0 )); then
    _files
  fi
}
if [ "$funcstack[1]" = "_hawser_${name}" ]; then
  _hawser_${name}
else
  compdef _hawser_${name} ${name}
fi
`,
  fish: (name) => `# fish completion for ${name}
function __hawser_${name}
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l answer ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
  for line in $answer
    string match -q ':*' -- $line; or echo $line
  end
end
function __hawser_${name}_no_files
  set -l words (commandline -opc)
  set -l answer ($words[1] __complete $words[2..-1] (commandline -ct) 2>/dev/null)
  test "$answer[-1]" = ':4'
end
complete -c ${name} -n __hawser_${name}_no_files -f
complete -c ${name} -a '(__hawser_${name})'
`,
  powershell: (name) => `# PowerShell completion for ${name}
Register-ArgumentCompleter -Native -CommandName ${name} -ScriptBlock {
  param($word, $ast, $position)
  $words = @($ast.CommandElements | ForEach-Object { $_.ToString() })
  $before = @($words | Select-Object -Skip 1)
  if ($word -ne '' -and $before.Count -gt 0) { $before = @($before | Select-Object -SkipLast 1) }
  & $words[0] __complete @before "$word" 2>$null | Where-Object { $_ -notmatch '^:\\d+$' } | ForEach-Object {
    $name, $about = $_ -split "\`t", 2
    if (-not $about) { $about = $name }
    [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $about)
  }
}
`,
};

/** `kustomize completion`. */
export function completionCommand(): Partial<GoCommand> {
  return {
    usage: `[${Object.keys(SCRIPTS).join("|")}]`,
    hidesFlags: true,
    long: "Print a script with which a shell completes commands and flags.",
    checkArgs: (args, path) => {
      if (args.length !== 1) throw new CommandError(`accepts 1 arg(s), received ${args.length}`);
      const [shell = ""] = args;
      if (!Object.hasOwn(SCRIPTS, shell))
        throw new CommandError(`invalid argument ${JSON.stringify(shell)} for ${JSON.stringify(path)}`);
    },
    complete: (args) => (args.length === 0 ? Object.keys(SCRIPTS) : []),
    run: ({ args }) => {
      print(SCRIPTS[args[0] ?? ""]?.("kustomize") ?? "");
    },
  };
}
