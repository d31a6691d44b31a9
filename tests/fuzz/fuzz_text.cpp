// What people and programs write: settings, requests of HTTP, rules of
// repetition, files of other programs.

#include "actors/http/body.hpp"
#include "actors/http/head.hpp"
#include "actors/http/rules.hpp"
#include "actors/http/uri.hpp"
#include "bin/client/files/import_formats.hpp"
#include "bin/client/text/cli_error.hpp"
#include "config/differences.hpp"
#include "config/settings.hpp"
#include "protocol/invariant.hpp"
#include "protocol/json/read_instants.hpp"
#include "protocol/tasks/repetition.hpp"
#include "tests/fuzz/targets.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

namespace taskraft::tests {

namespace {

/// Lines of `name: value`, as far as there are such.
http::request request_of(std::string_view text) {
  auto x = http::request{};
  auto lines = std::istringstream{std::string{text}};
  auto line = std::string{};
  std::getline(lines, line);
  x.path = line.substr(0, line.find('?'));
  if (auto mark = line.find('?'); mark != std::string::npos)
    x.query = line.substr(mark + 1);
  while (std::getline(lines, line)) {
    auto colon = line.find(": ");
    if (colon == std::string::npos)
      break;
    x.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  x.method = http::verb::post;
  x.peer_address = "192.0.2.1";
  return x;
}

void judge_request(const http::request& x) {
  auto own = http::own_names{.hosts = {"node-1:8101"},
                             .trusted_proxies = {"192.0.2.1"},
                             .base_path = "/",
                             .is_open = false};
  auto from = http::origin_of(x, own);
  static_cast<void>(http::check_host(from, own));
  static_cast<void>(http::check_same_origin(x, from));
  static_cast<void>(http::foreign_origin(x, from));
  static_cast<void>(http::check_accept(x, "text/csv"));
  static_cast<void>(http::conditions_of(x));
  static_cast<void>(http::is_known_tag(x, "\"7\""));
  static_cast<void>(http::idempotency_key_of(x));
  static_cast<void>(http::credential_of(x, true));
  static_cast<void>(http::foreign_request_id(x));
  static_cast<void>(http::fingerprint_of(x, x.body));
}

} // namespace

void fuzz_settings(std::string_view input) {
  static const auto path
    = "/dev/shm/taskraft-fuzz-" + std::to_string(::getpid()) + ".toml";
  std::ofstream{path, std::ios::binary} << input;
  if (auto found = config::load_settings(path))
    RAFT_INVARIANT(config::differences(*found, *found).empty());
  std::remove(path.c_str());
}

void fuzz_http(std::string_view input) {
  auto head = http::find_head(input);
  RAFT_INVARIANT(head.bytes <= input.size());
  for (auto part : http::segments_of(input))
    if (auto decoded = http::percent_decoded(part))
      RAFT_INVARIANT(http::percent_decoded(http::percent_encoded(*decoded))
                     == decoded);
  static_cast<void>(http::parameters_of(input));
  if (auto bytes = http::from_base64url(input))
    RAFT_INVARIANT(http::from_base64url(http::to_base64url(*bytes)) == bytes);
  static_cast<void>(json::due_from(input));
  judge_request(request_of(input));
  auto body = http::parse_body(std::string{input});
  const auto* object = std::get_if<json::object>(&body);
  if (object == nullptr)
    return;
  using enum http::field_type;
  auto schema = http::body_schema{"fuzz",
                                  {{.name = "title", .type = text},
                                   {.name = "id", .type = number},
                                   {.name = "rank", .type = count},
                                   {.name = "done", .type = boolean},
                                   {.name = "due", .type = due},
                                   {.name = "at", .type = moment},
                                   {.name = "names", .type = texts},
                                   {.name = "ids", .type = numbers},
                                   {.name = "items", .type = objects}}};
  for (auto is_patch : {false, true})
    if (auto wrong = http::check_body(*object, schema, is_patch);
        !wrong.empty())
      static_cast<void>(http::problem_of(std::move(wrong)));
}

/// A rule that is kept is a rule, and each next task is later than the one
/// before.
void fuzz_repetitions(std::string_view input) {
  auto rest = fuzz_input{input};
  auto due = tasks::wire::Due{};
  auto day = static_cast<int>(rest.large_number()) - 8192;
  if (rest.number() % 2 == 0)
    due.set_date(day);
  else
    due.set_instant_us(std::int64_t{day} * 86'400'000'000 + rest.number());
  auto text = rest.rest();
  auto parsed = tasks::parse_repetition(text);
  if (std::holds_alternative<std::string>(parsed))
    return;
  auto kept = tasks::kept_repetition(text);
  auto again = tasks::parse_repetition(kept);
  RAFT_INVARIANT(std::holds_alternative<tasks::repetition>(again));
  static_cast<void>(
    tasks::gives_days_after(std::get<tasks::repetition>(parsed), due));
  for (auto turn = 0; turn < 4; ++turn) {
    auto next = tasks::next_after(kept, due);
    if (!next)
      return;
    RAFT_INVARIANT(next->due.date() > due.date()
                   || next->due.instant_us() > due.instant_us());
    due = next->due;
    kept = next->repeat;
  }
}

void fuzz_imports(std::string_view input) {
  auto rest = fuzz_input{input};
  auto format
    = client::import_formats[rest.number() % client::import_formats.size()];
  auto text = std::string{rest.rest()};
  static_cast<void>(client::format_of("tasks.csv", text));
  auto from = std::istringstream{text};
  try {
    client::read_rows(from, format, {}, [](const client::import_row& row) {
      RAFT_INVARIANT(row.number > 0);
    });
  } catch (const client::cli_error&) {
    // It is no file of that format.
  }
}

} // namespace taskraft::tests
