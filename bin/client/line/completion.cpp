#include "bin/client/line/completion.hpp"

#include "bin/client/line/commands.hpp"
#include "bin/client/text/cli_error.hpp"

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
  /// Whether the next word may be the name of a file.
  bool takes_files = false;
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
    for (const auto& argument : command.arguments) {
      here.next_words.insert(argument.choices.begin(), argument.choices.end());
      here.takes_files = here.takes_files || argument.name == file_name;
    }
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

/// `case` lines for the values of the flags at a place; a value that is the
/// name of a file is left to the shell.
std::string value_cases(const std::string& words, const place& here) {
  auto text = std::string{};
  for (const auto& flag : here.flags) {
    if (flag.value.empty())
      continue;
    text += "    '" + words + " --" + std::string{flag.name} + "') ";
    if (flag.value == file_name)
      text += "_taskraft_offer_files";
    else
      text += "_taskraft_offer_values '" + joined(flag.choices) + "'";
    text += "; return ;;\n";
  }
  return text;
}

/// The part that bash and zsh share: finds the place after the words `before`
/// the current one, and offers what may follow there. `previous` is the flag
/// whose value is being written, if it is one.
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
    text += value_cases(words, here);
  text += "  esac\n  case \"$place\" in\n";
  for (const auto& [words, here] : places()) {
    text += "    '" + words + "') ";
    if (here.takes_files)
      text += "_taskraft_offer_files; ";
    text += "_taskraft_offer '" + joined(here.next_words) + "' '"
            + flag_words(here) + "' ;;\n";
  }
  return text + "  esac\n";
}

/// Bash breaks words at `=`: "--status=to" are three of them.
std::string bash_script() {
  return "# bash completion of taskraft\n"
         "_taskraft_offer() {\n"
         "  local offered=\"$1\"\n"
         "  case \"$current\" in -*) offered=\"$2\" ;; esac\n"
         "  COMPREPLY=($(compgen -W \"$offered\" -- \"$current\"))\n"
         "}\n"
         "_taskraft_offer_values() {\n"
         "  local last=\"${current##*,}\"\n"
         "  COMPREPLY=($(compgen -P \"${current%\"$last\"}\" -W \"$1\" "
         "-- \"$last\"))\n"
         "}\n"
         "_taskraft_offer_files() {\n"
         "  compopt -o default 2>/dev/null\n"
         "}\n"
         "_taskraft() {\n"
         "  local current previous place word before\n"
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

std::string zsh_script() {
  return "#compdef taskraft\n"
         "_taskraft_offer() {\n"
         "  if [[ \"$PREFIX\" == -* ]]; then\n"
         "    compadd -- ${=2}\n"
         "  else\n"
         "    compadd -- ${=1}\n"
         "  fi\n"
         "}\n"
         "_taskraft_offer_values() {\n"
         "  compset -P '*,'\n"
         "  compadd -- ${=1}\n"
         "}\n"
         "_taskraft_offer_files() {\n"
         "  _files\n"
         "}\n"
         "_taskraft() {\n"
         "  local previous place word\n"
         "  local -a before\n"
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
    if (here.takes_files)
      text += line + "-F\n";
    for (const auto& flag : here.flags) {
      text += line + "-l " + std::string{flag.name};
      if (!flag.value.empty())
        text += flag.value == file_name ? " -r -F" : " -x";
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
