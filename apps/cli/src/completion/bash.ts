/** Completion for bash, 3.2 and later: one function, and tables made from the grammar. */
import { allOf, type Grammar, type GrammarOption, namesOf, type Value } from './grammar.ts'

export function bashCompletion(grammar: Grammar): string {
  const all = allOf(grammar)
  return `# bash completion for quoll, made by: quoll completion bash
# Use it: source <(quoll completion bash), or save it as
# ~/.local/share/bash-completion/completions/quoll

_quoll_is() { # words, one of which may be $2
  case " $1 " in *" $2 "*) return 0 ;; *) return 1 ;; esac
}

_quoll() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" path="" values="" wants="" i word
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    _quoll_options "$path"
    if _quoll_is "$values" "$word"; then
      # The next word is its value; if that is the one being typed, this is what it may be.
      if ((i + 1 == COMP_CWORD)); then wants="$path $word"; fi
      i=$((i + 1))
    elif _quoll_is "$commands" "$word"; then
      path="\${path:+$path }$word"
    fi
  done
  _quoll_options "$path"
  if [ -n "$wants" ]; then
    _quoll_value "\${wants# }"
  elif [[ "$cur" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$commands" -- "$cur"))
    if [ -z "$commands" ] || [ \${#COMPREPLY[@]} -eq 0 ]; then _quoll_value "\${path:+$path }<argument>"; fi
  fi
}

_quoll_options() { # path
  commands="" options="" values=""
  case "$1" in
${all.map(optionsCase).join('\n')}
  esac
}

_quoll_value() { # path and option
  local IFS=$' \\t\\n'
  case "$1" in
${all.flatMap(valueCases).join('\n')}
  esac
}

_quoll_files() { # -f or -d
  local IFS=$'\\n'
  COMPREPLY=($(compgen "$1" -- "$cur"))
  compopt -o filenames 2>/dev/null
}

complete -F _quoll quoll
`
}

function optionsCase({ path, commands, options }: Grammar): string {
  const names = (some: readonly GrammarOption[]) => some.flatMap(namesOf)
  const values = names(options.filter(({ value }) => value !== undefined))
  return `    ${quoted(path)})
      commands=${quoted(commands.map(({ name }) => name).join(' '))}
      options=${quoted(names(options).join(' '))}
      values=${quoted(values.join(' '))} ;;`
}

function valueCases({ path, options, arguments: all }: Grammar): string[] {
  const prefix = path === '' ? '' : `${path} `
  const cases = options.flatMap((option) => {
    const action = option.value === undefined ? undefined : actionFor(option.value)
    const names = namesOf(option)
    return action === undefined ? [] : [`    ${names.map((name) => quoted(prefix + name)).join(' | ')}) ${action} ;;`]
  })
  const action = all[0] === undefined ? undefined : actionFor(all[0])
  return action === undefined ? cases : [...cases, `    ${quoted(`${prefix}<argument>`)}) ${action} ;;`]
}

function actionFor(value: Value): string | undefined {
  if (value.type === 'file') return '_quoll_files -f'
  if (value.type === 'directory') return '_quoll_files -d'
  if (value.type === 'choice') return `COMPREPLY=($(compgen -W ${quoted(value.choices.join(' '))} -- "$cur"))`
  return undefined
}

function quoted(text: string): string {
  return `"${text.replace(/["$`\\]/g, '\\$&')}"`
}
