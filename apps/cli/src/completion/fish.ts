/** Completion for fish: one line per word, each with the place where it may stand. */
import { allOf, type Grammar, type GrammarOption, namesOf, type Value } from './grammar.ts'

export function fishCompletion(grammar: Grammar): string {
  const all = allOf(grammar)
  return `# fish completion for quoll, made by: quoll completion fish
# Use it: quoll completion fish > ~/.config/fish/completions/quoll.fish

function __quoll_path --description 'the command that is being typed, without options and their values'
    set -l path
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip -eq 1
            set skip 0
            continue
        end
        switch "$path:$word"
            case ${all.flatMap(valuePatterns).map(quoted).join(' ')}
                set skip 1
            case ${all.flatMap(commandPatterns).map(quoted).join(' ')}
                set -a path $word
        end
    end
    echo "$path"
end

function __quoll_at --description 'whether that command is this one'
    set -l path (__quoll_path)
    test "$path" = "$argv[1]"
end

complete -c quoll -f
${all.flatMap(linesFor).join('\n')}
`
}

function valuePatterns({ path, options }: Grammar): string[] {
  const taking = options.filter(({ value }) => value !== undefined)
  return taking.flatMap(namesOf).map((name) => `${path}:${name}`)
}

function commandPatterns({ path, commands }: Grammar): string[] {
  return commands.map(({ name }) => `${path}:${name}`)
}

function linesFor({ path, commands, options, arguments: all }: Grammar): string[] {
  const at = `complete -c quoll -n ${quoted(`__quoll_at ${quoted(path)}`)}`
  const first = all[0] === undefined ? '' : valueFlags(all[0])
  return [
    ...commands.map(({ name, description }) => `${at} -a ${name} -d ${quoted(description)}`),
    ...(first === '' || first === '-x' ? [] : [`${at} ${first.replace(/^-r /, '')}`]),
    ...options.map((option) => `${at} ${optionFlags(option)}`),
  ]
}

function optionFlags({ short, long, description, value }: GrammarOption): string {
  const names = [
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
  ]
  return `${names.join(' ')}${value === undefined ? '' : ` ${valueFlags(value)}`} -d ${quoted(description)}`
}

function valueFlags(value: Value): string {
  if (value.type === 'file') return '-r -F'
  if (value.type === 'directory') return `-r -a ${quoted('(__fish_complete_directories)')}`
  return value.type === 'choice' ? `-x -a ${quoted(value.choices.join(' '))}` : '-x'
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
