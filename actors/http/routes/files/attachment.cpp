// Attachments: files on tasks.

#include "actors/http/exchange/exchange.hpp"
#include "actors/http/routes/files/byte_range.hpp"
#include "actors/http/routes/files/inline_content.hpp"
#include "actors/http/routes/files/upload.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/tasks/limits.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace taskraft::http {

namespace {

using exchange_pointer = std::shared_ptr<exchange>;

// -- download -----------------------------------------------------------------

response file_response(const call& x, const wire::Attachment& file) {
  auto answer = response{};
  answer.content_type = file.media_type();
  answer.headers = {{"ETag", '"' + protocol::hex(file.sha256()) + '"'},
                    {"Accept-Ranges", "bytes"},
                    {"Content-Security-Policy", "sandbox"}};
  if (is_known_tag(*x.http, answer.headers.front().second))
    answer.status = 304;
  return answer;
}

/// A file on its way out.
struct download {
  exchange_pointer x;
  wire::Attachment file;
  response answer;
  byte_range range = {};
  /// Of one that a page wants to show: all of it is looked at.
  std::optional<inline_content> shown = {};
  std::uint32_t number = 0;
  std::uint64_t offset = 0;
};

void finish_file(const std::shared_ptr<download>& to) {
  auto is_shown = to->shown && to->shown->may_be_shown();
  if (to->shown && !is_shown)
    to->answer.content_type = "application/octet-stream";
  to->answer.headers.emplace_back(
    "Content-Disposition", (is_shown ? std::string{"inline"} : "attachment")
                             + "; filename*=UTF-8''"
                             + percent_encoded(to->file.name()));
  to->x->answer(std::move(to->answer));
}

void read_next(const std::shared_ptr<download>& to) {
  auto has_all = !to->shown && to->offset >= to->range.end;
  if (to->number >= to->file.chunks() || has_all)
    return finish_file(to);
  auto query = wire::Query{};
  query.mutable_get_chunk()->set_attachment(to->file.id());
  query.mutable_get_chunk()->set_number(to->number++);
  to->x->ask(query, protocol::consistency::stale, {},
             [to](const query_outcome& found) {
               const auto& bytes = found.answer.chunk().content();
               if (to->shown)
                 to->shown->add(bytes);
               auto begin = std::max(to->range.begin, to->offset);
               auto end = std::min(to->range.end, to->offset + bytes.size());
               if (begin < end)
                 to->answer.body.append(bytes, begin - to->offset, end - begin);
               to->offset += bytes.size();
               read_next(to);
             });
}

/// What part of the file is wanted; nothing: all of it.
std::optional<byte_range> wanted_range(const call& x,
                                       const wire::Attachment& file,
                                       const std::string& tag) {
  auto range = x.http->header("range");
  auto condition = x.http->header("if-range");
  if (!range || (condition && *condition != tag))
    return std::nullopt;
  return range_of(*range, file.size());
}

void send_file(const exchange_pointer& x, const wire::Attachment& file,
               bool is_inline) {
  auto to = std::make_shared<download>();
  to->x = x;
  to->file = file;
  to->answer = file_response(x->asked(), file);
  if (to->answer.status == 304)
    return x->answer(std::move(to->answer));
  auto range
    = wanted_range(x->asked(), file, to->answer.headers.front().second);
  to->range = range.value_or(byte_range{0, file.size()});
  if (is_inline)
    to->shown.emplace(file.media_type());
  if (range && range->begin >= range->end) {
    auto why = problem{};
    why.status = 416;
    why.code = "invalid_parameter";
    why.detail = "the file has no such bytes";
    why.headers.emplace_back("Content-Range",
                             "bytes */" + std::to_string(file.size()));
    return x->fail(why);
  }
  if (range) {
    to->answer.status = 206;
    to->answer.headers.emplace_back("Content-Range",
                                    "bytes " + std::to_string(range->begin)
                                      + '-' + std::to_string(range->end - 1)
                                      + '/' + std::to_string(file.size()));
  }
  auto bytes = static_cast<std::size_t>(to->range.end - to->range.begin);
  if (!answer_room::is_small(bytes)) {
    to->answer.room = x->at().files.take(bytes);
    if (!to->answer.room)
      return x->fail(
        problem_of(errc::overloaded, "too many files are being sent at once"));
  }
  read_next(to);
}

void run_download(const exchange_pointer& x) {
  auto is_inline = flag_of(x->asked(), "inline");
  if (const auto* why = problem_in(is_inline))
    return x->fail(*why);
  auto query = wire::Query{};
  query.mutable_get_attachment()->set_id(x->asked().number());
  x->ask(query, [x, shown = std::get<0>(is_inline).value_or(false)](
                  const query_outcome& found) {
    send_file(x, found.answer.attachment(), shown);
  });
}

// -- the rest -----------------------------------------------------------------

outcome<wire::Query> ask_attachments(const call& x) {
  if (auto why = check_page(x))
    return *std::move(why);
  auto query = wire::Query{};
  query.mutable_list_attachments()->set_task(x.number());
  return query;
}

outcome<response> tell_attachments(const call& x, const wire::Answer& answer) {
  return part_response(x, objects_of(answer.attachments().attachments()), "id");
}

outcome<wire::Command> delete_attachment(const call& x) {
  auto command = wire::Command{};
  command.mutable_delete_attachment()->set_id(x.number());
  return command;
}

/// Only where the request names what it wants to delete.
outcome<wire::Query> ask_named_attachment(const call& x) {
  auto query = wire::Query{};
  if (x.when.names_tag())
    query.mutable_get_attachment()->set_id(x.number());
  return query;
}

json::object named_attachment(const wire::Answer& x) {
  return json::to_json(x.attachment());
}

outcome<response> tell_no_attachment(const call& /*x*/,
                                     const written& /*done*/) {
  return empty_response();
}

} // namespace

void add_attachment_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/tasks/{id}/attachments",
                .steps = reading{ask_attachments, tell_attachments},
                .about = "Lists the attachments of a task",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "AttachmentList"});
  to.push_back({.method = post,
                .path = "/tasks/{id}/attachments",
                .scope = wire::SCOPE_WRITE,
                .steps = operation{run_upload, true},
                .about = "Adds a file of any bytes",
                .takes = body_kind::raw,
                .parameters = {{"name", "the file's name"}},
                .answers = "Attachment",
                .status = 201,
                .most_bytes = tasks::max_attachment_bytes});
  to.push_back(
    {.method = get,
     .path = "/attachments/{id}",
     .steps = operation{run_download},
     .about = "Gives the bytes of a file",
     .parameters = {{"inline", "true: to be shown, if that is safe"}},
     .answers = "File",
     .also = "*/*"});
  to.push_back({.method = verb::remove,
                .path = "/attachments/{id}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{.ask = delete_attachment,
                                 .tell = tell_no_attachment,
                                 .ask_before = ask_named_attachment,
                                 .hashed_before = named_attachment},
                .about = "Deletes a file",
                .status = 204});
}

} // namespace taskraft::http
