import { ClientError } from "./exit-codes";

// Bash inserts words as they are, so those with spaces are quoted; names of files it quotes itself.
const bash = `_wooey() {
  local line files= words=()
  while IFS= read -r line; do
    if [[ $line == ':files' ]]; then files=1; else printf -v line '%q' "\${line%%$'\\t'*}"; words+=("$line"); fi
  done < <(wooey __complete --bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  COMPREPLY=("\${words[@]}")
  [[ -n $files ]] || return
  compopt -o filenames 2>/dev/null
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -F _wooey wooey
`;

// As a file on fpath, zsh runs it as the function itself; by `source`, only to define it.
const zsh = `#compdef wooey
compdef _wooey wooey
_wooey() {
  local line word help files= words_found=()
  while IFS= read -r line; do
    if [[ $line == ':files' ]]; then files=1; continue; fi
    word=\${\${line%%$'\\t'*}//:/\\\\:} help=\${line#*$'\\t'}
    words_found+=("$word\${help:+:$help}")
  done < <(wooey __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#words_found} )) && _describe 'wooey' words_found
  [[ -n $files ]] && _files
}
[[ $funcstack[1] == _wooey ]] && _wooey
`;

const fish = `function __wooey_complete
  set -l tokens (commandline -opc) (commandline -ct)
  for line in (wooey __complete -- $tokens[2..-1] 2>/dev/null)
    if test "$line" = ':files'
      __fish_complete_path (commandline -ct)
    else
      echo $line
    end
  end
end
complete -c wooey -f -a '(__wooey_complete)'
`;

/** By the name of the shell. */
export const shells: Record<string, string> = { bash, zsh, fish };

/** The text that a shell reads to complete the words of `wooey`. @throws ClientError for another shell */
export function completionScript(shell: string): string {
  const text = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
  if (text === undefined)
    throw new ClientError("input", `There are completions for ${Object.keys(shells).join(", ")}.`);
  return text;
}
