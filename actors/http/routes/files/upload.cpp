// Files on their way in. Their bytes go through the log in chunks, each of
// which waits for the one before.

#include "actors/http/routes/files/upload.hpp"

#include "protocol/crypto/sha256.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace taskraft::http {

namespace {

/// Small enough that other writes hardly wait for one.
constexpr std::size_t chunk_bytes = std::size_t{64} << 10U;

using exchange_pointer = std::shared_ptr<exchange>;

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

/// How often a node asks for what an upload leaves to be removed: for ten
/// minutes and more.
constexpr auto most_times = 600U;

void cancel(gateway_client& client, service& at, std::uint64_t id) {
  auto command = wire::Command{};
  command.mutable_cancel_upload()->set_upload(id);
  client.insist(at.fresh_request_id(), command, most_times);
}

/// What has come of it is of no use, and takes one of its user's places: the
/// rules give it up only after an hour.
void give_up(const upload_pointer& to) {
  if (to->id != 0)
    cancel(to->x->client(), to->x->at(), to->id);
}

/// It may have begun although nobody was told: the same command tells its id.
void take_back(const exchange_pointer& x, const protocol::request_id& id,
               const wire::Command& begin) {
  x->client().insist(id, begin, most_times,
                     [client = x->client().shared_from_this(),
                      &at = x->at()](const command_outcome& found) {
                       if (found.result.has_upload())
                         cancel(*client, at, found.result.upload().id());
                     });
}

/// Proposes one step; if it fails, the request does, and its upload.
template <class Then>
void step(const upload_pointer& to, const wire::Command& command, Then then) {
  const auto& x = to->x;
  x->client().command(x->at().fresh_request_id(),
                      x->at().place.position.evaluated, command,
                      [to, then](const command_outcome& found) {
                        if (found.status == protocol::answer_status::done)
                          return then(found);
                        give_up(to);
                        to->x->fail(problem_of(found.status));
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
  step(to, command, [to](const command_outcome& found) {
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

/// Whether the task has such a file, also if the task is in the trash now.
void find_file(const exchange_pointer& x, const std::string& name,
               raft::log_index since, const std::function<void(bool)>& then) {
  auto query = wire::Query{};
  query.mutable_list_attachments()->set_task(x->asked().number());
  x->client().query(
    protocol::consistency::session, since, query,
    [x, name, then](const query_outcome& found) {
      if (found.status != protocol::answer_status::done)
        return x->fail(problem_of(found.status));
      const auto& files = found.answer.attachments().attachments();
      then(std::ranges::find(files, name, &wire::Attachment::name)
           != files.end());
    });
}

void take_bytes(const exchange_pointer& x, std::uint64_t id) {
  auto to = std::make_shared<upload>();
  to->x = x;
  to->id = id;
  go_on_with(to);
}

} // namespace

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
  auto id = x->at().fresh_request_id();
  auto take = [x, id, command, name = *name](const command_outcome& found) {
    if (found.status == protocol::answer_status::outcome_unknown)
      take_back(x, id, command);
    if (found.status != protocol::answer_status::done)
      return x->fail(problem_of(found.status));
    const auto& result = found.result;
    if (!result.has_refusal())
      return take_bytes(x, result.upload().id());
    auto why = problem_of_upload(result.refusal());
    if (!x->has_key())
      return x->fail(why);
    // The same request may have put it there.
    find_file(x, name, found.index, [x, why](bool is_there) {
      if (is_there)
        return take_bytes(x, 0);
      x->fail(why);
    });
  };
  x->client().command(id, x->at().place.position.evaluated, command,
                      std::move(take));
}

} // namespace taskraft::http
