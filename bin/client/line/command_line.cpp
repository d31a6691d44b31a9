#include "bin/client/line/command_line.hpp"

#include "bin/client/text/cli_error.hpp"

#include <algorithm>
#include <cctype>

namespace taskraft::client {

namespace {

[[noreturn]] void refuse(const std::string& what, std::string_view command) {
  auto help = std::string{"taskraft"};
  if (!command.empty())
    help += " " + std::string{command};
  throw cli_error{exit_code::usage, what + "; see `" + help + " --help`"};
}

bool looks_like_flag(std::string_view word) {
  return word.size() > 1 && word[0] == '-'
         && std::isdigit(static_cast<unsigned char>(word[1])) == 0;
}

/// Whether an argument of this name may have several words.
bool is_text(std::string_view name) {
  return name == "TITLE" || name == "TEXT" || name == "VALUE";
}

const flag* find_flag(std::span<const flag> flags, std::string_view name) {
  auto found = std::ranges::find(flags, name, &flag::name);
  return found == flags.end() ? nullptr : &*found;
}

/// "; there is `cluster status`": what groups have under that name.
std::string in_groups(std::string_view word) {
  auto names = std::string{};
  for (const auto& each : command_table())
    if (each.words.ends_with(" " + std::string{word}))
      names += (names.empty() ? "`" : ", `") + std::string{each.words} + "`";
  return names.empty() ? names : "; there is " + names;
}

class parser {
public:
  explicit parser(std::span<const std::string> words) : words_(words) {
  }

  invocation parse() {
    while (next_ < words_.size()) {
      const auto& word = words_[next_++];
      if (!only_arguments_ && word == "--")
        only_arguments_ = true;
      else if (!only_arguments_ && looks_like_flag(word))
        take_flag(word);
      else
        take_word(word);
    }
    finish();
    return std::move(result_);
  }

private:
  void take_word(const std::string& word) {
    auto longer = path_.empty() ? word : path_ + " " + word;
    // A command may be a group, too: `inbox` and `inbox read`.
    const auto* found
      = result_.arguments.empty() ? find_command(longer) : nullptr;
    if (result_.what != nullptr && found == nullptr) {
      result_.arguments.push_back(word);
      return;
    }
    result_.what = found;
    if (result_.what == nullptr && !is_group(longer))
      refuse("unknown command `" + longer + "`"
               + (path_.empty() ? in_groups(word) : ""),
             path_);
    path_ = longer;
  }

  void take_flag(const std::string& word) {
    if (word == "-h") {
      wants_help_ = true;
      return;
    }
    if (!word.starts_with("--"))
      refuse("unknown flag " + word
               + " (an argument that begins with - goes after --)",
             path_);
    auto equals = word.find('=');
    auto name
      = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    if (name == "help") {
      wants_help_ = true;
      return;
    }
    if (name == "version" && path_.empty()) {
      result_.what = find_command("version");
      return;
    }
    const auto& known = lookup(name);
    auto value = std::string{};
    if (equals != std::string::npos)
      value = word.substr(equals + 1);
    else if (!known.value.empty()) {
      if (next_ == words_.size())
        refuse("--" + name + " needs a value: " + std::string{known.value},
               path_);
      value = words_[next_++];
    }
    if (known.value.empty() && equals != std::string::npos)
      refuse("--" + name + " takes no value", path_);
    auto [at, is_first] = result_.flags.emplace(name, value);
    if (is_first)
      return;
    if (known.all_hold)
      result_.again[name].push_back(value);
    else if (known.many)
      at->second += "," + value;
    else
      refuse("--" + name + " is given twice", path_);
  }

  const flag& lookup(const std::string& name) {
    if (const auto* found = find_flag(common_flags(), name))
      return *found;
    // `--key` is of both: what else there is decides.
    if (path_.empty() && result_.what == nullptr)
      if (const auto* found = find_flag(older_form().flags, name)) {
        uses_older_form_ = true;
        return *found;
      }
    if (result_.what != nullptr)
      if (const auto* found = find_flag(result_.what->flags, name))
        return *found;
    refuse("unknown flag --" + name, path_);
  }

  void finish() {
    auto& given = result_.flags;
    if (path_.empty() && given.contains("key") && !given.contains("cert"))
      uses_older_form_ = true;
    if (uses_older_form_ && !path_.empty())
      refuse("--action, --key and --value take no command", "");
    if (uses_older_form_)
      result_.what = &older_form();
    if (wants_help_ || result_.what == nullptr) {
      result_.help_topic = path_;
      return;
    }
    check_arguments();
  }

  void check_arguments() {
    const auto& wanted = result_.what->arguments;
    auto given = result_.arguments.size();
    if (given < wanted.size() && wanted[given].required)
      refuse(std::string{wanted[given].name} + " is missing", path_);
    auto many = !wanted.empty() && wanted.back().many;
    if (given <= wanted.size() || many)
      return;
    const auto* hint = !wanted.empty() && is_text(wanted.back().name)
                         ? " (text of several words needs quotes)"
                         : "";
    refuse("unexpected argument `" + result_.arguments[wanted.size()] + "`"
             + hint,
           path_);
  }

  std::span<const std::string> words_;
  std::size_t next_ = 0;
  bool only_arguments_ = false;
  bool wants_help_ = false;
  bool uses_older_form_ = false;
  /// The command's words so far.
  std::string path_;
  invocation result_;
};

} // namespace

bool invocation::has(std::string_view flag) const {
  return flags.find(flag) != flags.end();
}

std::optional<std::string> invocation::value(std::string_view flag) const {
  auto found = flags.find(flag);
  if (found == flags.end())
    return std::nullopt;
  return found->second;
}

invocation parse_command_line(std::span<const std::string> words) {
  return parser{words}.parse();
}

} // namespace taskraft::client
