#include "bin/client/commands/data/import_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/files/csv.hpp"
#include "bin/client/files/import_formats.hpp"
#include "bin/client/files/importer.hpp"
#include "bin/client/line/kept_import.hpp"
#include "bin/client/text/progress_bar.hpp"
#include "bin/client/text/task_text.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <unistd.h>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

std::ifstream open_file(const std::string& file) {
  auto from = std::ifstream{file, std::ios::binary};
  if (!from || from.peek() == std::ifstream::traits_type::eof())
    throw cli_error{exit_code::failure, file + ": is empty or cannot be read"};
  return from;
}

std::string beginning_of(const std::string& file) {
  auto from = open_file(file);
  auto begin = std::string(64UL * 1024, '\0');
  from.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(from.gcount()));
  return begin;
}

/// Of what is imported, as whom and into which cluster: another cluster knows
/// nothing of what this one has taken already.
std::string import_digest(const context& x, const std::string& file,
                          const std::string& project) {
  auto query = wire::Query{};
  query.mutable_get_self();
  auto answer = ask(
    x, {.kind = question_kind::query, .bytes = query.SerializeAsString()});
  auto self = wire::Answer{};
  if (!self.ParseFromString(answer.bytes))
    throw cli_error{exit_code::failure, "the node's answer is malformed"};
  auto from = open_file(file);
  auto hash = protocol::sha256_hash{};
  hash.add(answer.cluster + '\n' + self.self().user().username() + '\n'
           + project + '\n');
  auto piece = std::array<char, 64UL * 1024>{};
  while (from.read(piece.data(), piece.size()), from.gcount() > 0)
    hash.add({piece.data(), static_cast<std::size_t>(from.gcount())});
  auto digest = hash.take();
  return protocol::hex({reinterpret_cast<const char*>(digest.data()), 16});
}

std::string_view chosen_format(const context& x, const std::string& file) {
  if (auto format = x.what.value("format")) {
    const auto* found = std::ranges::find(import_formats, *format);
    if (found == import_formats.end())
      throw cli_error{exit_code::usage,
                      "--format: `" + *format + "` is none that is known"};
    return *found;
  }
  auto format = format_of(file, beginning_of(file));
  if (format.empty())
    throw cli_error{exit_code::usage, file + ": say with --format what it is"};
  return format;
}

/// "Name=title,Deadline=due"
column_map chosen_columns(const context& x) {
  auto chosen = column_map{};
  auto stream = std::istringstream{x.what.value("map").value_or("")};
  for (auto each = std::string{}; std::getline(stream, each, ',');) {
    auto equals = each.rfind('=');
    auto field = equals == std::string::npos ? "" : each.substr(equals + 1);
    if (std::ranges::find(import_fields, field) == import_fields.end())
      throw cli_error{exit_code::usage,
                      "--map takes COLUMN=FIELD, not `" + each + "`"};
    chosen[each.substr(0, equals)] = field;
  }
  return chosen;
}

/// Writes rows that were not imported, each as it was with the reason, so that
/// they can be mended and imported again.
class failed_rows {
public:
  failed_rows(const std::string& file, std::string_view format)
    : file_(file), is_csv_(format == "csv" || format == "todoist") {
  }

  void add(const import_row& row) {
    if (!to_)
      open();
    write(is_csv_ ? csv_with(row.source, row.problem)
                  : json_with(row.source, row.problem));
  }

  std::string path() const {
    return file_ + ".failed";
  }

private:
  [[noreturn]] void fail() const {
    throw cli_error{exit_code::failure,
                    path() + ": cannot be written: " + std::strerror(errno)};
  }

  /// The folder may be one where others put links.
  void open() {
    to_ = descriptor{
      ::open(path().c_str(),
             O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (!to_)
      fail();
    if (!is_csv_)
      return;
    auto from = open_file(file_);
    auto header
      = csv_reader{from, separator_of(from)}.next().value_or(csv_row{});
    header.emplace_back("reason");
    write(taskraft::json::csv_line(header));
  }

  void write(std::string_view text) const {
    while (!text.empty()) {
      auto count = ::write(to_.get(), text.data(), text.size());
      if (count < 0 && errno != EINTR)
        fail();
      text.remove_prefix(static_cast<std::size_t>(std::max(count, ssize_t{0})));
    }
  }

  static std::string csv_with(const std::string& source,
                              const std::string& reason) {
    auto from = std::istringstream{source};
    auto cells = csv_reader{from}.next().value_or(csv_row{});
    cells.push_back(taskraft::json::guarded(reason));
    return taskraft::json::csv_line(cells);
  }

  static std::string json_with(const std::string& source,
                               const std::string& reason) {
    auto row = json::parse(source);
    row["reason"] = reason;
    return row.dump() + "\n";
  }

  std::string file_;
  bool is_csv_;
  descriptor to_;
};

/// Labels that rows name and nobody has made yet are made.
class label_maker {
public:
  explicit label_maker(const context& x) : context_(x) {
  }

  void make(const wire::CreateTasks& rows) {
    for (const auto& row : rows.items())
      for (const auto& name : row.labels())
        if (known_.insert(name).second)
          make(name);
  }

private:
  void make(const std::string& name) {
    auto command = wire::Command{};
    command.mutable_create_label()->set_name(name);
    try {
      apply(context_, command);
    } catch (const cli_error& why) {
      // It is there already, or the row that names it is refused.
      if (why.code() != exit_code::conflict
          && why.code() != exit_code::invalid_value)
        throw;
    }
  }

  const context& context_;
  std::set<std::string> known_;
};

protocol::request_id id_of(const std::string& import, std::size_t chunk) {
  auto digest = protocol::sha256(import + "-" + std::to_string(chunk));
  auto id = protocol::request_id{};
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

struct import_plan {
  std::string file;
  std::string_view format;
  column_map columns;
  std::string project;
  std::uint64_t rows = 0;
  std::uint64_t broken = 0;
  /// Of the first broken rows, a line each.
  std::string problems;
};

/// A dry run names no more broken rows than these.
constexpr auto max_named_problems = std::uint64_t{20};

/// Takes everything, as a cluster without rules would.
wire::CreatedTasks take_all(const wire::CreateTasks& rows) {
  auto taken = wire::CreatedTasks{};
  for (auto i = 0; i < rows.items_size(); ++i)
    taken.add_items()->mutable_task()->set_id(1);
  return taken;
}

/// "line 3: title: must not be empty"
std::string problem_of(const import_row& row, std::string_view format) {
  auto has_lines = format == "csv" || format == "todoist";
  return (has_lines ? "line " : "task ") + std::to_string(row.number) + ": "
         + on_one_line(row.problem) + "\n";
}

import_plan plan_of(const context& x) {
  auto plan = import_plan{};
  plan.file = x.what.arguments.at(0);
  plan.format = chosen_format(x, plan.file);
  plan.columns = chosen_columns(x);
  plan.project = x.what.value("project").value_or("");
  auto named = std::uint64_t{0};
  auto trial
    = importer{[](std::size_t, const auto& rows) { return take_all(rows); },
               [&](const import_row& row) {
                 if (++named <= max_named_problems)
                   plan.problems += problem_of(row, plan.format);
               }};
  auto from = open_file(plan.file);
  read_rows(from, plan.format, plan.columns, [&](import_row row) {
    ++plan.rows;
    trial.add(std::move(row));
  });
  trial.finish();
  plan.broken = trial.failed();
  return plan;
}

std::string counted_rows(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " row" : " rows");
}

void print_outcome(const context& x, std::uint64_t imported,
                   std::uint64_t failed, const std::string& failed_path) {
  if (x.settings.json) {
    auto to = json{{"imported", imported}, {"failed", failed}};
    to["failed_file"] = failed == 0 ? json{} : json(failed_path);
    put_out(x.world, print(to, x.world.style));
    return;
  }
  put_out(x.world, std::to_string(imported) + " imported, "
                     + std::to_string(failed) + " failed\n");
  if (failed != 0)
    x.world.err << "what failed, and why: " << on_one_line(failed_path) << "\n";
}

void run_import(const context& x, const import_plan& plan) {
  auto kept
    = kept_import{x.world.variable, import_digest(x, plan.file, plan.project)};
  auto failures = failed_rows{plan.file, plan.format};
  auto labels = label_maker{x};
  auto done = std::uint64_t{0};
  auto bar = std::optional<progress_bar>{};
  bar.emplace(x.world.err, x.world.style.terminal && !x.settings.json,
              plan.rows, bar_unit::rows);
  auto send = [&](std::size_t chunk, const wire::CreateTasks& rows) {
    labels.make(rows);
    auto command = wire::Command{};
    *command.mutable_create_tasks() = rows;
    auto result = apply_named(x, command, id_of(kept.id(), chunk));
    done += static_cast<std::uint64_t>(rows.items_size());
    bar->show(done);
    return result.created_tasks();
  };
  auto into = importer{send, [&](const import_row& row) { failures.add(row); }};
  auto from = open_file(plan.file);
  read_rows(from, plan.format, plan.columns, [&](import_row row) {
    if (!plan.project.empty())
      row.task.set_project(plan.project);
    into.add(std::move(row));
  });
  into.finish();
  bar.reset();
  kept.remove();
  print_outcome(x, into.imported(), into.failed(), failures.path());
  if (into.failed() != 0)
    throw cli_error{exit_code::invalid_value,
                    counted_rows(into.failed())
                      + (into.failed() == 1 ? " was" : " were")
                      + " not imported"};
}

} // namespace

void import_tasks(const context& x) {
  auto plan = plan_of(x);
  if (!x.what.has("dry-run"))
    return run_import(x, plan);
  if (x.settings.json)
    return put_out(x.world, print(json{{"format", plan.format},
                                       {"rows", plan.rows},
                                       {"broken", plan.broken}},
                                  x.world.style));
  put_out(x.world, counted_rows(plan.rows) + " of " + std::string{plan.format}
                     + ", " + std::to_string(plan.broken)
                     + " that cannot be imported\n");
  x.world.err << plan.problems;
  if (plan.broken > max_named_problems)
    x.world.err << "and " << plan.broken - max_named_problems << " more\n";
}

} // namespace taskraft::client
