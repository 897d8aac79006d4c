import { describe, expect, test } from "vitest";
import { readBashCompletion } from "./bash";

// As clap_complete 4 writes it, shortened.
const clap = `_tool() {
    local i cur prev opts cmd
    for i in "\${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "\${cmd},\${i}" in
            ",$1")
                cmd="tool"
                ;;
            tool,add-all)
                cmd="tool__subcmd__add__all"
                ;;
            *)
                ;;
        esac
    done

    case "\${cmd}" in
        tool)
            opts="-v -h --verbose --level --help add-all help"
            if [[ \${cur} == -* || \${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "\${opts}" -- "\${cur}") )
                return 0
            fi
            case "\${prev}" in
                --level)
                    COMPREPLY=($(compgen -W "low high" -- "\${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "\${opts}" -- "\${cur}") )
            return 0
            ;;
        tool__subcmd__add__all)
            opts="-f --file <NAME>"
            if [[ \${cur} == -* || \${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "\${opts}" -- "\${cur}") )
                return 0
            fi
            case "\${prev}" in
                --file)
                    COMPREPLY=($(compgen -f "\${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -f "\${cur}"))
                    return 0
                    ;;
            esac
            ;;
    esac
}
complete -F _tool -o nosort -o bashdefault -o default tool
`;

const byHand = `# a comment's quote
_tool()
{
	local cur prev OPTS
	prev="\${COMP_WORDS[COMP_CWORD-1]}"
	case $prev in
		'-s'|'--sort')
			COMPREPLY=( $(compgen -W "name size" -- $cur) )
			return 0
			;;
		'-e'|'--exclude'|'-i'|'--include')
			COMPREPLY=( $(compgen -P "$prefix" -W "a b" -S ',' -- $cur) )
			return 0
			;;
		'-h'|'--help'|'-q')
			return 0
			;;
	esac
	if [[ "$prev" == "--owner" ]]; then
		COMPREPLY=( $(compgen -W "$(list owners)" -- $cur) ); return
	fi
	if [ "\${COMP_WORDS[1]}" = remove ]; then
		COMPREPLY=( $(compgen -W '--force' -- $cur) )
	fi
	case "$OSTYPE" in
		darwin) COMPREPLY=( $(compgen -W "--mac" -- $cur) ) ;;
	esac
	case $cur in
		-*)
			OPTS="--sort --owner --all
				--quiet"
			COMPREPLY=( $(compgen -W "\${OPTS[*]} -s" -- $cur) )
			return 0
			;;
	esac
	COMPREPLY=( $(compgen -W "add remove" -- $cur) )
}
complete -F _tool tool
`;

describe("readBashCompletion", () => {
  test("clap's scripts: flags with their values and choices, and sub-commands", () => {
    const { flags, commands } = readBashCompletion(clap);
    expect(flags).toEqual([
      { flags: ["-v"], takesValue: false },
      { flags: ["-h"], takesValue: false },
      { flags: ["--verbose"], takesValue: false },
      { flags: ["--level"], takesValue: true, choices: ["low", "high"] },
      { flags: ["--help"], takesValue: false },
    ]);
    expect(commands.map(({ name }) => name)).toEqual(["add-all", "help"]);
    expect(commands[0]?.completed.flags).toEqual([
      { flags: ["-f"], takesValue: true },
      { flags: ["--file"], takesValue: true },
    ]);
  });

  test("scripts written by hand: only what they show", () => {
    const { flags, commands } = readBashCompletion(byHand);
    expect(flags).toEqual([
      { flags: ["-s", "--sort"], takesValue: true, choices: ["name", "size"] },
      { flags: ["-e"], takesValue: true },
      { flags: ["--exclude"], takesValue: true },
      { flags: ["-i"], takesValue: true },
      { flags: ["--include"], takesValue: true },
      { flags: ["--owner"], takesValue: true },
      { flags: ["--all"] },
      { flags: ["--quiet"] },
    ]);
    expect(commands.map(({ name, completed }) => [name, completed.flags])).toEqual([
      ["remove", [{ flags: ["--force"] }]],
      ["add", []],
    ]);
  });

  test("hostile scripts take no time", () => {
    const script = `${"case x in ".repeat(20_000)}${'compgen -W "'.repeat(20_000)}${"a|".repeat(50_000)}`;
    const started = performance.now();
    readBashCompletion(script);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
