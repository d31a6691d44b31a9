#include "bin/client/line/settings.hpp"

#include "bin/client/line/commands.hpp"
#include "bin/client/text/cli_error.hpp"
#include "bin/client/text/time_text.hpp"
#include "config/address.hpp"
#include "protocol/descriptor.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace taskraft::client {

namespace {

[[noreturn]] void refuse_setting(const std::string& source,
                                 const std::string& text) {
  throw cli_error{exit_code::usage, source + ": " + text};
}

std::vector<std::string> endpoints_from(const std::string& source,
                                        std::string_view text) {
  auto endpoints = std::vector<std::string>{};
  auto known = std::vector<config::address>{};
  while (true) {
    auto comma = text.find(',');
    auto endpoint = text.substr(0, comma);
    auto address = config::parse_address(endpoint);
    if (!address)
      refuse_setting(source, "`" + std::string{endpoint}
                               + "` is no endpoint: expected HOST:PORT,...");
    // The client would ask a node that is listed under two names twice.
    if (std::ranges::find(known, *address) == known.end()) {
      known.push_back(*address);
      endpoints.emplace_back(endpoint);
    }
    if (comma == std::string_view::npos)
      return endpoints;
    text.remove_prefix(comma + 1);
  }
}

void set_endpoints(settings& target, const std::string& source,
                   const std::string& text) {
  target.endpoints = endpoints_from(source, text);
}

void set_timeout(settings& target, const std::string& source,
                 const std::string& text) {
  auto timeout = parse_duration(text);
  if (!timeout)
    refuse_setting(source,
                   "`" + text + "` is no time: expected 500ms, 5s or 1m");
  target.timeout = *timeout;
  target.timeout_given = true;
}

void set_consistency(settings& target, const std::string& source,
                     const std::string& text) {
  if (text == "linearizable")
    target.consistency = protocol::consistency::linearizable;
  else if (text == "session")
    target.consistency = protocol::consistency::session;
  else if (text == "stale")
    target.consistency = protocol::consistency::stale;
  else
    refuse_setting(source, "unknown consistency `" + text
                             + "`: expected linearizable, session or stale");
}

void set_insecure(settings& target, const std::string& source,
                  const std::string& text) {
  // As a flag it has no value.
  if (text.empty() || text == "true" || text == "1")
    target.insecure = true;
  else if (text == "false" || text == "0")
    target.insecure = false;
  else
    refuse_setting(source, "expected true or false");
}

void set_ca(settings& target, const std::string& /*source*/,
            const std::string& text) {
  target.ca_file = text;
}

void set_certificate(settings& target, const std::string& /*source*/,
                     const std::string& text) {
  target.certificate_file = text;
}

void set_key(settings& target, const std::string& /*source*/,
             const std::string& text) {
  target.key_file = text;
}

/// The three belong together.
void check_certificate(const settings& x) {
  if (x.certificate_file.empty() != x.key_file.empty())
    throw cli_error{exit_code::usage, "--cert and --key need each other"};
  if (!x.certificate_file.empty() && x.ca_file.empty())
    throw cli_error{exit_code::usage, "--cert needs --ca"};
}

/// A login, and all that it may read, would travel where others read along.
void check_endpoints(const settings& x) {
  if (!x.ca_file.empty())
    return;
  for (const auto& endpoint : x.endpoints) {
    auto parsed = config::parse_address(endpoint);
    if (parsed && !config::is_loopback(*parsed) && !x.insecure)
      throw cli_error{
        exit_code::usage,
        endpoint
          + " is on another machine: --ca FILE has taskraft speak "
            "TLS, --insecure sends passwords and data in plain "
            "text"};
  }
}

/// The older form has a flag of its own that is called `key`.
std::optional<std::string> value_of(const invocation& x,
                                    std::string_view flag) {
  if (flag == "key" && x.what == &older_form())
    return std::nullopt;
  return x.value(flag);
}

using setter = void (*)(settings&, const std::string&, const std::string&);

/// A setting under its three names.
struct known_setting {
  const char* key;
  const char* variable;
  setter set;
};

constexpr auto known_settings = std::to_array<known_setting>({
  {"endpoints", "TASKRAFT_ENDPOINTS", set_endpoints},
  {"timeout", "TASKRAFT_TIMEOUT", set_timeout},
  {"consistency", "TASKRAFT_CONSISTENCY", set_consistency},
  {"ca", "TASKRAFT_CA", set_ca},
  {"cert", "TASKRAFT_CERT", set_certificate},
  {"key", "TASKRAFT_KEY", set_key},
  {"insecure", "TASKRAFT_INSECURE", set_insecure},
});

/// An array of strings as one text with commas, or a string as it is.
std::string list_text(const std::string& source, const toml::node& value) {
  if (const auto* text = value.as_string(); text != nullptr)
    return text->get();
  if (const auto* truth = value.as_boolean(); truth != nullptr)
    return truth->get() ? "true" : "false";
  const auto* array = value.as_array();
  if (array == nullptr || array->empty())
    refuse_setting(source, "expected text or a list of texts");
  auto list = std::string{};
  for (const auto& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr)
      refuse_setting(source, "expected text or a list of texts");
    list += list.empty() ? "" : ",";
    list += text->get();
  }
  return list;
}

/// The content of the file; nothing if it does not exist. Every other failure
/// is an error: without the file the client might use another cluster than the
/// user chose.
std::optional<std::string> content_of(const std::string& path) {
  auto refuse = [&](int code) {
    refuse_setting(path,
                   "cannot be read: " + std::generic_category().message(code));
  };
  auto file = descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat link = {};
  if (!file) {
    // A symbolic link to nothing is an error, too: the user put it there.
    if (errno != ENOENT || ::lstat(path.c_str(), &link) == 0)
      refuse(errno);
    return std::nullopt;
  }
  auto text = std::string{};
  auto buffer = std::array<char, 4096>{};
  auto size = ssize_t{0};
  auto problem = 0;
  do {
    size = ::read(file.get(), buffer.data(), buffer.size());
    problem = size < 0 ? errno : 0;
    if (size > 0)
      text.append(buffer.data(), static_cast<std::size_t>(size));
  } while (size > 0 || problem == EINTR);
  if (problem != 0)
    refuse(problem);
  return text;
}

void read_file(settings& target, const std::string& path) {
  auto text = content_of(path);
  if (!text)
    return;
  try {
    auto content = toml::parse(*text, path);
    for (const auto& [key, value] : content) {
      auto name = std::string{key.str()};
      auto line = std::to_string(value.source().begin.line);
      auto source = path + ":" + line + ": " + name;
      const known_setting* known = nullptr;
      for (const auto& x : known_settings)
        if (name == x.key)
          known = &x;
      if (known == nullptr)
        refuse_setting(source, "unknown key");
      known->set(target, source, list_text(source, value));
    }
  } catch (const toml::parse_error& problem) {
    auto line = std::to_string(problem.source().begin.line);
    refuse_setting(path + ":" + line, std::string{problem.description()});
  }
}

} // namespace

std::optional<std::string> process_environment(const std::string& name) {
  const auto* value = std::getenv(name.c_str()); // NOLINT: no threads yet
  if (value == nullptr || *value == '\0')
    return std::nullopt;
  return value;
}

std::optional<std::string> configuration_file(const environment& variable) {
  if (auto directory = variable("XDG_CONFIG_HOME"))
    return *directory + "/taskraft/config.toml";
  if (auto home = variable("HOME"))
    return *home + "/.config/taskraft/config.toml";
  return std::nullopt;
}

settings load_settings(const invocation& x, const environment& variable) {
  auto result = settings{};
  if (auto path = configuration_file(variable))
    read_file(result, *path);
  for (const auto& known : known_settings) {
    if (auto value = value_of(x, known.key))
      known.set(result, std::string{"--"} + known.key, *value);
    else if (auto from_environment = variable(known.variable))
      known.set(result, known.variable, *from_environment);
  }
  result.json = x.has("json");
  result.operator_file = x.value("operator").value_or("");
  check_certificate(result);
  check_endpoints(result);
  return result;
}

} // namespace taskraft::client
