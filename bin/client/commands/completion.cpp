#include "bin/client/commands/completion.hpp"

#include "bin/client/commands/commands.hpp"
#include "bin/client/text/cli_error.hpp"

#include <map>
#include <set>
#include <span>
#include <vector>

namespace taskraft::client {

namespace {

/// What may follow at one place of the command line.
struct place {
  std::set<std::string_view> next_words;
  std::vector<flag> flags;
};

/// Every place by the words before it: "", " task", " task create".
std::map<std::string, place> make_places() {
  auto result = std::map<std::string, place>{};
  for (const auto& command : command_table()) {
    auto space = command.words.find(' ');
    auto first = command.words.substr(0, space);
    result[""].next_words.insert(first);
    if (space != std::string_view::npos)
      result[" " + std::string{first}].next_words.insert(
        command.words.substr(space + 1));
    auto& here = result[" " + std::string{command.words}];
    for (const auto& argument : command.arguments)
      here.next_words.insert(argument.choices.begin(), argument.choices.end());
    here.flags = command.flags;
  }
  for (auto& [words, here] : result)
    here.flags.insert(here.flags.end(), common_flags().begin(),
                      common_flags().end());
  return result;
}

const std::map<std::string, place>& places() {
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

std::string candidates(const place& x) {
  auto text = joined(x.next_words);
  for (const auto& flag : x.flags)
    text += " --" + std::string{flag.name};
  return text;
}

/// The part that bash and zsh share: finds the place after the words `before`
/// the current one, and calls `_taskraft_offer` with what may follow.
std::string shell_body() {
  auto patterns = std::string{};
  for (const auto& [words, here] : places())
    if (!words.empty())
      patterns += (patterns.empty() ? "'" : "|'") + words + "'";
  auto text = "  place=''\n  for word in \"${before[@]}\"; do\n"
              "    case \"$place $word\" in\n      "
              + patterns
              + ") place=\"$place $word\" ;;\n    esac\n  done\n"
                "  case \"$place $previous\" in\n";
  for (const auto& [words, here] : places())
    for (const auto& flag : here.flags)
      if (!flag.choices.empty())
        text += "    '" + words + " --" + std::string{flag.name}
                + "') _taskraft_offer '" + joined(flag.choices)
                + "'; return ;;\n";
  text += "  esac\n  case \"$place\" in\n";
  for (const auto& [words, here] : places())
    text
      += "    '" + words + "') _taskraft_offer '" + candidates(here) + "' ;;\n";
  return text + "  esac\n";
}

std::string bash_script() {
  return "# bash completion of taskraft\n"
         "_taskraft_offer() {\n"
         "  COMPREPLY=($(compgen -W \"$1\" -- \"$current\"))\n"
         "}\n"
         "_taskraft() {\n"
         "  local current previous place word before\n"
         "  current=\"${COMP_WORDS[COMP_CWORD]}\"\n"
         "  previous=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
         "  before=(\"${COMP_WORDS[@]:1:COMP_CWORD-1}\")\n"
         "  COMPREPLY=()\n"
         + shell_body()
         + "}\n"
           "complete -o default -F _taskraft taskraft\n";
}

std::string zsh_script() {
  return "#compdef taskraft\n"
         "_taskraft_offer() {\n"
         "  compadd -- ${=1}\n"
         "}\n"
         "_taskraft() {\n"
         "  local previous place word\n"
         "  local -a before\n"
         "  previous=\"${words[CURRENT-1]}\"\n"
         "  before=(\"${(@)words[2,CURRENT-1]}\")\n"
         + shell_body()
         // Read from $fpath it is the function itself, else it is sourced.
         + "}\n"
           "if [ \"$funcstack[1]\" = _taskraft ]; then\n"
           "  _taskraft \"$@\"\n"
           "else\n"
           "  compdef _taskraft taskraft\n"
           "fi\n";
}

std::string fish_script() {
  auto patterns = std::string{};
  for (const auto& [words, here] : places())
    if (!words.empty())
      patterns += " '" + words + "'";
  auto text = "# fish completion of taskraft\n"
              "function __taskraft_at\n"
              "  set -l place\n"
              "  for word in (commandline -opc)[2..-1]\n"
              "    switch \"$place $word\"\n      case"
              + patterns
              + "\n        set place \"$place $word\"\n"
                "    end\n"
                "  end\n"
                "  test \"$place\" = \"$argv[1]\"\n"
                "end\n"
                "complete -c taskraft -f\n";
  for (const auto& [words, here] : places()) {
    auto line = "complete -c taskraft -n \"__taskraft_at '" + words + "'\" ";
    if (!here.next_words.empty())
      text += line + "-a '" + joined(here.next_words) + "'\n";
    for (const auto& flag : here.flags) {
      text += line + "-l " + std::string{flag.name};
      if (!flag.value.empty())
        text += " -x";
      if (!flag.choices.empty())
        text += " -a '" + joined(flag.choices) + "'";
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
