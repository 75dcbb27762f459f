/** Completion for zsh: one function per command, with descriptions. */
import { allOf, type Grammar, type GrammarOption, namesOf, type Value } from './grammar.ts'

export function zshCompletion(grammar: Grammar): string {
  return `#compdef quoll
# zsh completion for quoll, made by: quoll completion zsh
# Use it: save it as _quoll in a directory of $fpath, or, after compinit:
# source <(quoll completion zsh)

${allOf(grammar).map(functionFor).join('\n\n')}

if [ "$funcstack[1]" = "_quoll" ]; then
  _quoll "$@"
else
  compdef _quoll quoll
fi
`
}

function functionFor({ path, options, commands, arguments: all }: Grammar): string {
  const specs = options.flatMap(optionSpecs)
  if (commands.length === 0) {
    const rest = all.length === 0 || all[0]?.type === 'text' ? [] : [quoted(`*: :${actionFor(all[0]!)}`)]
    return `${nameOf(path)}() {
  _arguments -s -S \\
    ${[...specs, ...rest].join(' \\\n    ')}
}`
  }
  const described = commands.map(({ name, description }) => quoted(`${name}:${description.replace(/:/g, '\\:')}`))
  const first = all[0] === undefined || all[0].type === 'text' ? '' : `\n      ${actionFor(all[0])}`
  return `${nameOf(path)}() {
  local curcontext="$curcontext" state line
  local -a commands=(
    ${described.join('\n    ')}
  )
  _arguments -C \\
    ${[...specs, quoted('1: :->command'), quoted('*:: :->rest')].join(' \\\n    ')}
  case $state in
    command)
      _describe command commands${first} ;;
    rest)
      case $line[1] in
${commands.map((one) => `        ${one.name}) ${nameOf(one.path)} ;;`).join('\n')}
        *) _files ;;
      esac ;;
  esac
}`
}

function nameOf(path: string): string {
  return path === '' ? '_quoll' : `_quoll_${path.replace(/[^a-z]/g, '_')}`
}

/** `'(-c --config)'{-c,--config}'[a zoo.cfg]:file:_files'` */
function optionSpecs(option: GrammarOption): string[] {
  const { description, value } = option
  const [name = '', other] = namesOf(option)
  const text = `[${description.replace(/[[\]:\\]/g, '\\$&')}]${value === undefined ? '' : `:value:${actionFor(value)}`}`
  if (other === undefined) return [quoted(`${name}${text}`)]
  return [`${quoted(`(${name} ${other})`)}{${name},${other}}${quoted(text)}`]
}

function actionFor(value: Value): string {
  if (value.type === 'file') return '_files'
  if (value.type === 'directory') return '_files -/'
  return value.type === 'choice' ? `(${value.choices.join(' ')})` : ' '
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`
}
