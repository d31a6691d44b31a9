#include "bin/client/line/completion.hpp"

#include "bin/client/line/commands.hpp"
#include "bin/client/line/known_values.hpp"
#include "bin/client/text/cli_error.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <vector>

namespace taskraft::client {

namespace {

/// The words that may follow at one place of the command line.
struct place {
  std::set<std::string_view> next_words;
  std::vector<flag> flags;
  std::vector<argument> arguments;
};

using place_map = std::map<std::string, place>;

/// Adds the places to which the words of `command` lead, after "help", too.
void add_words(place_map& places, const std::string& before,
               const command& command) {
  auto space = command.words.find(' ');
  auto first = command.words.substr(0, space);
  places[before].next_words.insert(first);
  if (space != std::string_view::npos)
    places[before + " " + std::string{first}].next_words.insert(
      command.words.substr(space + 1));
}

/// Every place by the words before it: "", " task", " task create".
place_map make_places() {
  auto result = place_map{};
  for (const auto& command : command_table()) {
    add_words(result, "", command);
    add_words(result, " help", command);
    auto& here = result[" " + std::string{command.words}];
    here.arguments = command.arguments;
    here.flags = command.flags;
  }
  for (auto& [words, here] : result)
    here.flags.insert(here.flags.end(), common_flags().begin(),
                      common_flags().end());
  return result;
}

const place_map& places() {
  static const auto all = make_places();
  return all;
}

template <class Range>
std::string joined(const Range& range) {
  auto text = std::string{};
  for (const auto& x : range)
    text += (text.empty() ? "" : " ") + std::string{x};
  return text;
}

std::string flag_words(const place& x) {
  auto text = std::string{};
  for (const auto& flag : x.flags)
    text += (text.empty() ? "--" : " --") + std::string{flag.name};
  return text;
}

std::string_view word_of(known_values x) {
  for (const auto& [text, values] : known_values_words())
    if (values == x)
      return text;
  return {};
}

/// The flags that are followed by a value, wherever they may stand.
std::set<std::string_view> flags_with_values() {
  auto names = std::set<std::string_view>{};
  for (const auto& [words, here] : places())
    for (const auto& flag : here.flags)
      if (!flag.value.empty())
        names.insert(flag.name);
  return names;
}

/// What a shell calls to offer values.
std::string offer(std::string_view name, known_values known,
                  const std::vector<std::string_view>& choices) {
  if (name == file_name)
    return "_taskraft_offer_files";
  auto calls = "_taskraft_offer_values '" + joined(choices) + "'";
  if (known == known_values::none)
    return calls;
  auto asks = "_taskraft_offer_known " + std::string{word_of(known)};
  return choices.empty() ? asks : calls + "; " + asks;
}

/// `case` lines for the values of the flags at a place.
std::string value_cases(const std::string& words, const place& here) {
  auto text = std::string{};
  for (const auto& flag : here.flags)
    if (!flag.value.empty())
      text += "    '" + words + " --" + std::string{flag.name} + "') "
              + offer(flag.value, known_values_of(flag), flag.choices)
              + "; return ;;\n";
  return text;
}

/// `case` lines for the arguments at a place, by their number.
std::string argument_cases(const std::string& words, const place& here) {
  auto text = std::string{};
  auto number = 0;
  for (const auto& x : here.arguments) {
    auto what = offer(x.name, x.known, x.choices);
    auto at = std::to_string(number++);
    if (what != "_taskraft_offer_values ''")
      text += "    '" + words + (x.many ? " '*" : " " + at + "'") + ") " + what
              + " ;;\n";
  }
  return text;
}

/// The part that bash and zsh share: finds the place after the words `before`
/// the current one, counts the arguments after it, and offers what may follow
/// there. `previous` is the flag whose value is being written, if it is one.
std::string shell_body() {
  auto patterns = std::string{};
  for (const auto& [words, here] : places())
    if (!words.empty())
      patterns += (patterns.empty() ? "'" : "|'") + words + "'";
  auto valued = std::string{};
  for (const auto& name : flags_with_values())
    valued += (valued.empty() ? "--" : "|--") + std::string{name};
  auto text
    = "  place=''; number=0; skip=''\n  for word in \"${before[@]}\"; do\n"
      "    if [ \"$word\" = = ]; then continue; fi\n"
      "    if [ -n \"$skip\" ]; then skip=''; continue; fi\n"
      "    case \"$place $word\" in\n      "
      + patterns
      + ") place=\"$place $word\"; number=0; continue ;;\n    esac\n"
        "    case \"$word\" in\n      "
      + valued
      + ") skip=1 ;;\n      -*) ;;\n"
        "      *) number=$((number + 1)) ;;\n    esac\n  done\n"
        "  case \"$place $previous\" in\n";
  for (const auto& [words, here] : places())
    text += value_cases(words, here);
  text += "  esac\n  case \"$place\" in\n";
  for (const auto& [words, here] : places())
    text += "    '" + words + "') _taskraft_offer '" + joined(here.next_words)
            + "' '" + flag_words(here) + "' ;;\n";
  text += "  esac\n"
          "  case \"$current\" in -*) return ;; esac\n"
          "  case \"$place $number\" in\n";
  for (const auto& [words, here] : places())
    text += argument_cases(words, here);
  return text + "  esac\n";
}

/// Another cluster than the one that the settings name is not asked.
constexpr auto only_here
  = "  case \" ${before[*]} \" in\n"
    "    *' --endpoints'*|*' --operator'*) return ;;\n  esac\n";

/// Bash breaks words at `=`: "--status=to" are three of them. What others have
/// written is never expanded. Titles are shown only where bash lists, because
/// it would insert them.
constexpr auto bash_functions = R"(_taskraft_offer() {
  local offered="$1"
  case "$current" in -*) offered="$2" ;; esac
  COMPREPLY+=($(compgen -W "$offered" -- "$current"))
}
_taskraft_offer_values() {
  local last="${current##*,}"
  COMPREPLY+=($(compgen -P "${current%"$last"}" -W "$1" -- "$last"))
}
_taskraft_offer_files() {
  compopt -o default 2>/dev/null
}
_taskraft_offer_known() {
  local last="${current##*,}" value about quoted
  local kept="${current%"$last"}" values=() listed=()
  while IFS=$'\t' read -r value about; do
    printf -v quoted %q "$value"
    values+=("$kept$quoted")
    listed+=("$kept$quoted${about:+  ($about)}")
  done < <("${COMP_WORDS[0]}" __complete "$1" -- "$last" 2>/dev/null </dev/null)
  case "${COMP_TYPE:-9}" in
    33|63|64) [ ${#values[@]} -le 1 ] || values=("${listed[@]}") ;;
  esac
  COMPREPLY+=("${values[@]}")
}
)";

std::string bash_script() {
  auto functions = std::string{bash_functions};
  auto asks = functions.find("  local last", functions.find("offer_known"));
  functions.insert(asks, only_here);
  return "# bash completion of taskraft\n" + functions
         + "_taskraft() {\n"
           "  local current previous place number skip word before\n"
           "  current=\"${COMP_WORDS[COMP_CWORD]}\"\n"
           "  previous=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
           "  before=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n"
           "  if [ \"$current\" = = ]; then\n"
           "    current=''\n"
           "  elif [ \"$previous\" = = ]; then\n"
           "    previous=\"${COMP_WORDS[COMP_CWORD-2]}\"\n"
           "  fi\n"
           "  COMPREPLY=()\n"
         + shell_body()
         + "}\n"
           "complete -F _taskraft taskraft\n";
}

constexpr auto zsh_functions = R"(_taskraft_offer() {
  if [[ "$PREFIX" == -* ]]; then
    compadd -- ${=2}
  else
    compadd -- ${=1}
  fi
}
_taskraft_offer_values() {
  compset -P '*,'
  compadd -- ${=1}
}
_taskraft_offer_files() {
  _files
}
_taskraft_offer_known() {
  local value about
  local -a values listed
  compset -P '*,'
  while IFS=$'\t' read -r value about; do
    values+=("$value")
    listed+=("$value${about:+  ($about)}")
  done < <("${words[1]}" __complete "$1" -- "${(Q)PREFIX}" 2>/dev/null </dev/null)
  compadd -l -d listed -a values
}
)";

std::string zsh_script() {
  auto functions = std::string{zsh_functions};
  auto asks = functions.find("  local value");
  functions.insert(asks, only_here);
  return "#compdef taskraft\n" + functions
         + "_taskraft() {\n"
           "  local current previous place number skip word\n"
           "  local -a before\n"
           "  current=\"$PREFIX\"\n"
           "  previous=\"${words[CURRENT-1]}\"\n"
           "  before=(\"${(@)words[2,CURRENT-1]}\")\n"
           "  if [[ \"$PREFIX\" == --*=* ]]; then\n"
           "    previous=\"${PREFIX%%=*}\"\n"
           "    compset -P '*='\n"
           "  fi\n"
         + shell_body()
         // If zsh reads the file from $fpath, the file is the function itself.
         // Otherwise it is sourced.
         + "}\n"
           "if [ \"$funcstack[1]\" = _taskraft ]; then\n"
           "  _taskraft \"$@\"\n"
           "else\n"
           "  compdef _taskraft taskraft\n"
           "fi\n";
}

/// `__taskraft_at PLACE [NUMBER]`: whether the cursor is there, after NUMBER
/// arguments.
std::string fish_functions() {
  auto patterns = std::string{};
  for (const auto& [words, here] : places())
    if (!words.empty())
      patterns += " '" + words + "'";
  auto valued = std::string{};
  for (const auto& name : flags_with_values())
    valued += " '--" + std::string{name} + "'";
  return "function __taskraft_at\n"
         "  set -l place\n"
         "  set -l number 0\n"
         "  set -l skip\n"
         "  for word in (commandline -opc)[2..-1]\n"
         "    if test -n \"$skip\"\n"
         "      set skip\n"
         "      continue\n"
         "    end\n"
         "    switch \"$place $word\"\n      case"
         + patterns
         + "\n        set place \"$place $word\"\n"
           "        set number 0\n"
           "        continue\n"
           "    end\n"
           "    switch \"$word\"\n      case"
         + valued
         + "\n        set skip 1\n"
           "      case '-*'\n"
           "      case '*'\n"
           "        set number (math $number + 1)\n"
           "    end\n"
           "  end\n"
           "  test \"$place\" = \"$argv[1]\" || return 1\n"
           "  test (count $argv) -eq 1 || test $number = \"$argv[2]\"\n"
           "end\n"
           "function __taskraft_known\n"
           "  set -l tokens (commandline -opc)\n"
           "  string match -q -- '--endpoints*' $tokens && return\n"
           "  string match -q -- '--operator*' $tokens && return\n"
           "  set -l current (string replace -r -- '^--[^=]*=' '' "
           "(commandline -ct))\n"
           "  set -l last (string replace -r -- '^.*,' '' \"$current\")\n"
           "  set -l kept (string replace -r -- '[^,]*$' '' \"$current\")\n"
           "  for line in ($tokens[1] __complete $argv[1] -- \"$last\" "
           "2>/dev/null </dev/null)\n"
           "    echo \"$kept$line\"\n"
           "  end\n"
           "end\n";
}

/// The rest of a line of fish for values: files, words, what the cluster knows.
std::string fish_values(std::string_view name, known_values known,
                        const std::vector<std::string_view>& choices) {
  if (name == file_name)
    return " -F";
  auto text = joined(choices);
  if (known != known_values::none)
    text += " (__taskraft_known " + std::string{word_of(known)} + ")";
  return text.empty() ? "" : " -a '" + text + "'";
}

std::string fish_script() {
  auto text = "# fish completion of taskraft\n" + fish_functions()
              + "complete -c taskraft -f\n";
  for (const auto& [words, here] : places()) {
    auto begin = "complete -c taskraft -n \"__taskraft_at '" + words + "'";
    if (!here.next_words.empty())
      text += begin + "\" -a '" + joined(here.next_words) + "'\n";
    auto number = 0;
    for (const auto& x : here.arguments) {
      auto at = x.many ? std::string{} : " " + std::to_string(number);
      ++number;
      if (auto values = fish_values(x.name, x.known, x.choices);
          !values.empty())
        text += begin + at + "\"" + values + "\n";
    }
    for (const auto& flag : here.flags) {
      text += begin + "\" -l " + std::string{flag.name};
      if (!flag.value.empty())
        text += flag.value == file_name ? " -r" : " -x";
      if (!flag.value.empty())
        text += fish_values(flag.value, known_values_of(flag), flag.choices);
      text += "\n";
    }
  }
  return text;
}

} // namespace

std::string completion_script(std::string_view shell) {
  if (shell == "bash")
    return bash_script();
  if (shell == "zsh")
    return zsh_script();
  if (shell == "fish")
    return fish_script();
  throw cli_error{exit_code::usage, "no completion for `" + std::string{shell}
                                      + "`: one of bash, zsh, fish"};
}

} // namespace taskraft::client
