// Attachments: files on tasks. Their bytes go through the log in chunks, each
// of which waits for the one before.

#include "actors/http/exchange/exchange.hpp"
#include "actors/http/routes/byte_range.hpp"
#include "actors/http/routes/inline_content.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace taskraft::http {

namespace {

/// Small enough that other writes hardly wait for one.
constexpr std::size_t chunk_bytes = std::size_t{64} << 10U;

using exchange_pointer = std::shared_ptr<exchange>;

// -- upload -------------------------------------------------------------------

/// A file on its way into the log.
struct upload {
  exchange_pointer x;
  /// Zero: it was refused before its bytes came, which are dropped.
  std::uint64_t id = 0;
  std::uint32_t number = 0;
  protocol::sha256_hash hash;
  /// What has come and was not sent.
  std::string waiting;
  bool has_all = false;
};

using upload_pointer = std::shared_ptr<upload>;

/// What is wrong with the name or the type is wrong with the parameter or the
/// header that holds it.
problem problem_of_upload(const wire::Refusal& why) {
  auto found = problem_of(why);
  for (auto& error : found.errors) {
    if (error.name == "/name") {
      error.in = field_error::place::query;
      error.name = "name";
    }
    if (error.name == "/media_type") {
      error.in = field_error::place::header;
      error.name = "Content-Type";
    }
  }
  return found;
}

/// What has come of it is of no use, and takes one of its user's places: the
/// rules give it up only after an hour.
void give_up(const upload_pointer& to) {
  constexpr auto most_times = 600U;
  if (to->id == 0)
    return;
  auto command = wire::Command{};
  command.mutable_cancel_upload()->set_upload(to->id);
  to->x->client().insist(to->x->at().fresh_request_id(), command, most_times);
}

/// Proposes one step; if it fails, the request does, and its upload.
template <class Then>
void step(const exchange_pointer& x, const wire::Command& command,
          const upload_pointer& of, Then then) {
  x->client().command(x->at().fresh_request_id(),
                      x->at().place.position.evaluated, command,
                      [x, of, then](const command_outcome& found) {
                        if (found.status == protocol::answer_status::done)
                          return then(found);
                        if (of)
                          give_up(of);
                        x->fail(problem_of(found.status));
                      });
}

void tell_attachment(const exchange_pointer& x, const wire::Attachment& made) {
  auto answer = object_response(json::to_json(made), 201);
  answer.headers.emplace_back("Location", x->at().options.names.base_path
                                            + "api/v1/attachments/"
                                            + std::to_string(made.id()));
  x->answer(std::move(answer));
}

/// The last step is what an idempotency key stands for.
void finish(const upload_pointer& to) {
  auto digest = to->hash.take();
  auto sha256 = std::string{digest.begin(), digest.end()};
  auto command = wire::Command{};
  auto& last = *command.mutable_finish_upload();
  last.set_upload(to->id);
  last.set_sha256(sha256);
  if (to->id == 0) {
    last.set_task(to->x->asked().number());
    last.set_name(*to->x->asked().parameter("name"));
  }
  to->x->propose_once(
    std::move(command), sha256, [to](const command_outcome& found) {
      const auto& result = found.result;
      if (!result.has_attachment() || result.attachment().id() != to->id)
        give_up(to);
      if (result.has_refusal())
        return to->x->fail(problem_of_upload(result.refusal()));
      tell_attachment(to->x, result.attachment());
    });
}

void go_on(const upload_pointer& to);

void send_chunk(const upload_pointer& to, std::size_t size) {
  auto command = wire::Command{};
  auto& chunk = *command.mutable_add_chunk();
  chunk.set_upload(to->id);
  chunk.set_number(to->number++);
  chunk.set_content(to->waiting.substr(0, size));
  to->waiting.erase(0, size);
  step(to->x, command, to, [to](const command_outcome& found) {
    if (!found.result.has_refusal())
      return go_on(to);
    give_up(to);
    to->x->fail(problem_of(found.result.refusal()));
  });
}

void take_piece(const upload_pointer& to, body_piece piece) {
  using enum body_piece::kind;
  switch (piece.what) {
    case too_large:
      give_up(to);
      return to->x->fail(
        plain_problem(413, "too_large", "an attachment has at most 10 MiB"));
    case too_slow:
      give_up(to);
      return to->x->fail(plain_problem(
        400, "malformed", "the body came at less than 1 KiB a second"));
    case broken:
      give_up(to);
      return to->x->fail(
        plain_problem(400, "malformed", "the body did not come whole"));
    case last:
      to->has_all = true;
      break;
    case more:
      break;
  }
  to->hash.add(piece.bytes);
  if (to->id != 0)
    to->waiting += piece.bytes;
  go_on(to);
}

/// Reads no more than it sends: what comes too fast stays with the client.
void go_on(const upload_pointer& to) {
  if (to->waiting.size() >= chunk_bytes
      || (to->has_all && !to->waiting.empty()))
    return send_chunk(to, std::min(to->waiting.size(), chunk_bytes));
  if (to->has_all)
    return finish(to);
  to->x->asked().http->source->read(
    [to](body_piece piece) { take_piece(to, std::move(piece)); });
}

/// A short body has come with its head.
void go_on_with(const upload_pointer& to) {
  if (to->x->asked().http->source)
    return go_on(to);
  take_piece(to, {body_piece::kind::last, to->x->asked().http->body});
}

void run_upload(const exchange_pointer& x) {
  const auto* name = x->asked().parameter("name");
  if (name == nullptr)
    return x->fail(bad_parameter("name", "must be the file's name"));
  if (tasks::holds_bidi(*name))
    return x->fail(
      problem_at(422, {field_error::place::query, "name", "invalid_value",
                       "must not turn the direction of text"}));
  auto command = wire::Command{};
  auto& begin = *command.mutable_begin_upload();
  begin.set_task(x->asked().number());
  begin.set_name(*name);
  begin.set_media_type(
    std::string{x->asked().http->header("content-type").value_or("")});
  step(x, command, nullptr, [x](const command_outcome& found) {
    auto to = std::make_shared<upload>();
    to->x = x;
    const auto& result = found.result;
    auto is_there = result.has_refusal()
                    && result.refusal().code()
                         == static_cast<std::uint32_t>(errc::duplicate);
    // The same request may have put it there.
    if (result.has_refusal() && !(is_there && x->has_key()))
      return x->fail(problem_of_upload(result.refusal()));
    to->id = result.upload().id();
    go_on_with(to);
  });
}

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
