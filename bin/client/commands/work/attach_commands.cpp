#include "bin/client/commands/work/attach_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/line/staging_folder.hpp"
#include "bin/client/text/progress_bar.hpp"
#include "bin/client/text/task_text.hpp"
#include "bin/client/text/time_text.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <vector>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

/// Small enough that other writes hardly wait for one.
constexpr std::size_t chunk_bytes = 64UL * 1024;

struct media_type {
  std::string_view ending;
  const char* type;
};

constexpr auto media_types = std::to_array<media_type>({
  {".csv", "text/csv"},
  {".gif", "image/gif"},
  {".jpeg", "image/jpeg"},
  {".jpg", "image/jpeg"},
  {".json", "application/json"},
  {".md", "text/markdown"},
  {".pdf", "application/pdf"},
  {".png", "image/png"},
  {".txt", "text/plain"},
  {".webp", "image/webp"},
  {".zip", "application/zip"},
});

std::string type_of(const std::string& name) {
  const auto* found = std::ranges::find_if(
    media_types, [&](const auto& x) { return name.ends_with(x.ending); });
  return found == media_types.end() ? "" : found->type;
}

[[noreturn]] void give_up(const std::string& file) {
  throw cli_error{exit_code::failure, file + ": " + std::strerror(errno)};
}

/// The next piece of the file, shorter than others at its end.
std::string read_piece(std::ifstream& from, const std::string& file) {
  auto piece = std::string(chunk_bytes, '\0');
  from.read(piece.data(), static_cast<std::streamsize>(piece.size()));
  if (from.bad())
    give_up(file);
  piece.resize(static_cast<std::size_t>(from.gcount()));
  return piece;
}

void send_chunks(const context& x, std::ifstream& from, const std::string& file,
                 std::uint64_t upload, std::uint64_t size) {
  auto bar = progress_bar{x.world.err,
                          x.world.style.terminal && !x.settings.json, size};
  auto command = wire::Command{};
  auto& chunk = *command.mutable_add_chunk();
  chunk.set_upload(upload);
  auto sent = std::uint64_t{0};
  for (auto number = std::uint32_t{0};; ++number) {
    auto piece = read_piece(from, file);
    if (piece.empty())
      return;
    sent += piece.size();
    chunk.set_number(number);
    chunk.set_content(std::move(piece));
    apply(x, command);
    bar.show(sent);
    if (from.eof())
      return;
  }
}

std::string digest_of(const std::string& file) {
  auto from = std::ifstream{file, std::ios::binary};
  auto hash = protocol::sha256_hash{};
  while (from) {
    auto piece = read_piece(from, file);
    hash.add(piece);
  }
  auto digest = hash.take();
  return {digest.begin(), digest.end()};
}

/// What has come of it takes one of its user's places, for an hour.
void cancel_upload(const context& x, std::uint64_t upload) {
  auto command = wire::Command{};
  command.mutable_cancel_upload()->set_upload(upload);
  try {
    apply(x, command);
  } catch (const cli_error&) {
    // The first failure is told.
  }
}

wire::Attachment send_file(const context& x, std::uint64_t task,
                           const std::string& file) {
  auto path = std::filesystem::path{file};
  auto problem = std::error_code{};
  auto size = std::filesystem::file_size(path, problem);
  if (problem)
    throw cli_error{exit_code::failure, file + ": " + problem.message()};
  if (size > tasks::max_attachment_bytes)
    throw cli_error{exit_code::invalid_value,
                    file + ": an attachment has at most 10 MiB"};
  auto from = std::ifstream{file, std::ios::binary};
  if (!from)
    give_up(file);
  auto begin = wire::Command{};
  auto& upload = *begin.mutable_begin_upload();
  upload.set_task(task);
  upload.set_name(checked(path.filename().string(), "file name"));
  if (tasks::holds_bidi(upload.name()))
    throw cli_error{exit_code::invalid_value,
                    printable(file)
                      + ": the name must not turn the direction of text"};
  upload.set_media_type(type_of(path.filename().string()));
  auto id = apply(x, begin).upload().id();
  try {
    send_chunks(x, from, file, id, size);
    auto finish = wire::Command{};
    finish.mutable_finish_upload()->set_upload(id);
    finish.mutable_finish_upload()->set_sha256(digest_of(file));
    return apply(x, finish).attachment();
  } catch (const cli_error&) {
    cancel_upload(x, id);
    throw;
  }
}

std::vector<wire::Attachment> attachments_of(const context& x) {
  auto query = wire::Query{};
  query.mutable_list_attachments()->set_task(
    task_id_from(x.what.arguments.at(0)));
  const auto answer = look_up(x, query);
  const auto& list = answer.attachments().attachments();
  return {list.begin(), list.end()};
}

wire::Attachment named(const context& x, const std::string& name) {
  auto all = attachments_of(x);
  auto found = std::ranges::find(all, name,
                                 [](const auto& each) { return each.name(); });
  if (found == all.end())
    throw cli_error{exit_code::not_found,
                    "the task has no attachment " + printable(name)};
  return *found;
}

/// Gives the bytes piece by piece, and fails if they are not those that were
/// added.
void fetch(const context& x, const wire::Attachment& what,
           const std::function<void(const std::string&)>& take) {
  auto bar = progress_bar{
    x.world.err, x.world.style.terminal && !x.settings.json, what.size()};
  auto hash = protocol::sha256_hash{};
  auto query = wire::Query{};
  query.mutable_get_chunk()->set_attachment(what.id());
  auto done = std::uint64_t{0};
  for (auto i = std::uint32_t{0}; i < what.chunks(); ++i) {
    query.mutable_get_chunk()->set_number(i);
    auto answer = look_up(x, query);
    const auto& piece = answer.chunk().content();
    hash.add(piece);
    take(piece);
    done += piece.size();
    bar.show(done);
  }
  auto digest = hash.take();
  if (std::string{digest.begin(), digest.end()} != what.sha256())
    throw cli_error{exit_code::failure,
                    "the bytes that came have another SHA-256"};
}

void write_file(const context& x, const wire::Attachment& what,
                const std::string& file) {
  auto staging = staging_folder{file};
  auto to = std::ofstream{staging.whole_file(), std::ios::binary};
  fetch(x, what, [&](const std::string& piece) {
    if (!to.write(piece.data(), static_cast<std::streamsize>(piece.size())))
      give_up(file);
  });
  to.close();
  if (!to)
    give_up(file);
  staging.publish();
}

std::string attachment_rows(const std::vector<wire::Attachment>& all,
                            const output_style& style) {
  auto rows = table{{"ID", "NAME", "BYTES", "TYPE", "CREATOR", "CREATED"}, 1};
  for (const auto& x : all)
    rows.add({{std::to_string(x.id())},
              {x.name()},
              {std::to_string(x.size())},
              {x.media_type()},
              {x.creator()},
              {time_text(x.created_at_us(), style)}});
  return rows.render(style);
}

} // namespace

void add_attachments(const context& x) {
  auto task = task_id_from(x.what.arguments.at(0));
  auto added = std::vector<wire::Attachment>{};
  for (auto i = std::size_t{1}; i < x.what.arguments.size(); ++i) {
    added.push_back(send_file(x, task, x.what.arguments[i]));
    if (!x.settings.json)
      put_out(x.world, std::to_string(added.back().id()) + "\n");
  }
  if (x.settings.json)
    put_out(x.world, print(to_json(added), x.world.style));
}

void get_attachment(const context& x) {
  auto what = named(x, x.what.arguments.at(1));
  auto output = x.what.value("output").value_or(what.name());
  if (output == "-")
    return fetch(x, what,
                 [&](const std::string& piece) { put_out(x.world, piece); });
  write_file(x, what, output);
  tell(x, "Wrote " + output + ".");
}

void list_attachments(const context& x) {
  auto all = attachments_of(x);
  if (x.settings.json)
    put_out(x.world, print(to_json(all), x.world.style));
  else if (all.empty())
    tell(x, "No attachments.");
  else
    put_out(x.world, attachment_rows(all, x.world.style));
}

void delete_attachment(const context& x) {
  auto what = named(x, x.what.arguments.at(1));
  auto command = wire::Command{};
  command.mutable_delete_attachment()->set_id(what.id());
  apply(x, command);
  tell(x, "Deleted " + what.name() + ".");
}

} // namespace taskraft::client
