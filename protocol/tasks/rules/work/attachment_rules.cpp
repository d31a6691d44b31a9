#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/setting_rules.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/running_hash.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::tasks {

namespace {

constexpr auto any_media_type = "application/octet-stream";

maybe_refusal check_file_name(const std::string& name) {
  if (auto why = check_line("/name", name, max_file_name_characters))
    return why;
  if (is_blank(name) || name == "." || name == "..")
    return refusal(errc::invalid_value, "/name", "is no name of a file");
  if (name.find_first_of("/\\") != std::string::npos)
    return refusal(errc::invalid_value, "/name", "must not hold a slash");
  return std::nullopt;
}

/// RFC 9110 §8.3.1, without looking closer than safety needs.
maybe_refusal check_media_type(const std::string& type) {
  auto is_visible
    = std::ranges::all_of(type, [](char x) { return x >= ' ' && x <= '~'; });
  auto slash = type.find('/');
  if (type.empty()
      || (type.size() <= max_media_type_bytes && is_visible && slash != 0
          && slash != std::string::npos && slash + 1 < type.size()))
    return std::nullopt;
  return refusal(errc::invalid_value, "/media_type",
                 "is no media type of at most 100 bytes");
}

/// What adding to a task asks for first, when an upload begins and when it
/// ends.
maybe_refusal check_place(const command_context& c, std::uint64_t task,
                          const std::string& name) {
  const auto* row = c.state.find<wire::Task>(task);
  if (auto why = check_access(c.state, c.who, row, "/task", task,
                              wire::PROJECT_ROLE_MEMBER))
    return why;
  if (auto why = check_live(row, "/task", task))
    return why;
  if (auto why = check_open(c.state, row->project()))
    return why;
  auto there = c.state.find_all<wire::Attachment>(task);
  if (std::ranges::any_of(there,
                          [&](const auto* x) { return x->name() == name; }))
    return refusal(errc::duplicate, "/name",
                   name_of_task(task) + " has an attachment " + name);
  if (there.size() >= max_attachments)
    return refusal(errc::too_many, "/task", "there are 100 attachments");
  return std::nullopt;
}

/// Null unless the upload is the actor's own.
const wire::Upload* find_upload(const command_context& c, std::uint64_t id) {
  const auto* row = c.state.find<wire::Upload>(id);
  return row != nullptr && row->creator() == c.who.username ? row : nullptr;
}

maybe_refusal no_such_upload(std::uint64_t id) {
  return refusal(errc::not_found, "/upload",
                 "upload " + std::to_string(id) + " does not exist");
}

wire::Result upload_result(const wire::Upload& x) {
  auto result = wire::Result{};
  result.mutable_upload()->set_id(x.id());
  result.mutable_upload()->set_chunks(x.chunks());
  result.mutable_upload()->set_size(x.size());
  return result;
}

wire::Result attachment_result(wire::Attachment x) {
  auto result = wire::Result{};
  *result.mutable_attachment() = std::move(x);
  return result;
}

void erase_chunks(view& state, std::uint64_t id, std::uint32_t count) {
  for (auto i = std::uint32_t{0}; i < count; ++i)
    state.erase<wire::AttachmentChunk>(id, i);
}

/// The project of the file's task.
std::string project_of(finder& state, std::uint64_t task) {
  const auto* row = state.find<wire::Task>(task);
  return row == nullptr ? std::string{} : row->project();
}

void erase_attachment(view& state, const wire::Attachment& x) {
  discount_file(state, x.creator(), x.size());
  if (auto project = project_of(state, x.task()); !project.empty())
    use_less(state, settings::attachment_bytes_per_project, x.size(), project);
  erase_chunks(state, x.id(), x.chunks());
  state.erase<wire::AttachmentPlace>(x.id());
  state.erase<wire::Attachment>(x.task(), x.id());
}

void end_upload(view& state, const wire::Upload& x) {
  use_less(state, settings::uploads_per_user, 1, x.creator());
  state.erase<wire::Upload>(x.id());
}

/// The chunk that is the last so far, and may have any size.
bool is_last(const wire::Upload& x) {
  return x.size() % hash_block_bytes != 0;
}

maybe_refusal check_chunk(const wire::Upload& upload, const wire::AddChunk& x) {
  if (x.number() != upload.chunks() || is_last(upload))
    return refusal(errc::conflict, "/number",
                   "the next chunk is " + std::to_string(upload.chunks()));
  if (auto why = check_size("/content", x.content(), 1, max_chunk_bytes))
    return why;
  if (upload.size() + x.content().size() > max_attachment_bytes)
    return refusal(errc::invalid_value, "/content",
                   "an attachment has at most 10 MiB");
  auto most_chunks = max_attachment_bytes / min_chunk_bytes;
  if (upload.chunks() >= most_chunks)
    return refusal(errc::too_many, "/number", "the chunks are too small");
  return std::nullopt;
}

const wire::Attachment* find_attachment(finder& state, const actor& who,
                                        std::uint64_t id) {
  const auto* place = state.find<wire::AttachmentPlace>(id);
  const auto* task
    = place == nullptr ? nullptr : state.find<wire::Task>(place->task());
  if (task == nullptr
      || role_on(state, who, *task) == wire::PROJECT_ROLE_UNSPECIFIED)
    return nullptr;
  return state.find<wire::Attachment>(place->task(), id);
}

maybe_refusal no_such_attachment(std::uint64_t id) {
  return refusal(errc::not_found, "/id",
                 "attachment " + std::to_string(id) + " does not exist");
}

} // namespace

wire::Result begin_upload(const command_context& c,
                          const wire::BeginUpload& x) {
  auto against = objections{c.at};
  against.add(check_file_name(x.name()));
  against.add(check_media_type(x.media_type()));
  against.add(check_place(c, x.task(), x.name()));
  if (auto why = against.first())
    return refused(std::move(*why));
  if (auto why
      = check_room(c.state, settings::uploads_per_user, 1, c.who.username))
    return refused(std::move(*why));
  if (auto why = check_file_room(c.state, c.who.username,
                                 project_of(c.state, x.task()), 1))
    return refused(std::move(*why));
  if (auto why = check_disks(c))
    return refused(std::move(*why));
  use_more(c.state, settings::uploads_per_user, 1, c.who.username);
  auto row = wire::Upload{};
  row.set_id(c.state.take_id<wire::Attachment>());
  row.set_task(x.task());
  row.set_name(x.name());
  row.set_media_type(x.media_type().empty() ? any_media_type : x.media_type());
  row.set_creator(c.who.username);
  row.set_hash_state(begin_hash());
  row.set_updated_at_us(c.at.time_us);
  c.state.add(row);
  return upload_result(row);
}

wire::Result add_chunk(const command_context& c, wire::AddChunk& x) {
  const auto* found = find_upload(c, x.upload());
  if (found == nullptr)
    return refused(*no_such_upload(x.upload()));
  if (auto why = check_chunk(*found, x))
    return refused(std::move(*why));
  auto row = *found;
  auto bytes = x.content().size();
  if (auto why = check_file_room(c.state, row.creator(),
                                 project_of(c.state, row.task()), bytes))
    return refused(std::move(*why));
  if (auto why = check_disks(c))
    return refused(std::move(*why));
  count_file(c.state, row.creator(), bytes);
  row.set_size(row.size() + bytes);
  row.set_chunks(row.chunks() + 1);
  row.set_updated_at_us(c.at.time_us);
  // A last piece that does not fill a block waits in its chunk for the end.
  auto whole = x.content().size() / hash_block_bytes * hash_block_bytes;
  row.set_hash_state(add_to_hash(
    row.hash_state(), std::string_view{x.content()}.substr(0, whole)));
  auto chunk = wire::AttachmentChunk{};
  chunk.set_attachment(row.id());
  chunk.set_number(x.number());
  chunk.set_content(std::move(*x.mutable_content()));
  c.state.add(std::move(chunk));
  c.state.put(row);
  return upload_result(row);
}

wire::Result finish_upload(const command_context& c,
                           const wire::FinishUpload& x) {
  if (x.upload() == 0)
    if (auto why = check_place(c, x.task(), x.name()))
      return refused(std::move(*why));
  const auto* found = find_upload(c, x.upload());
  if (found == nullptr)
    return refused(*no_such_upload(x.upload()));
  auto upload = *found;
  if (auto why = check_place(c, upload.task(), upload.name()))
    return refused(std::move(*why));
  auto rest = std::string{};
  if (auto left = upload.size() % hash_block_bytes; left != 0)
    if (const auto* last
        = c.state.find<wire::AttachmentChunk>(upload.id(), upload.chunks() - 1))
      rest = last->content().substr(last->content().size() - left);
  auto digest = finish_hash(upload.hash_state(), rest);
  if (!x.sha256().empty() && x.sha256() != digest)
    return refused(refusal(errc::invalid_value, "/sha256",
                           "the bytes that came have another SHA-256"));
  auto row = wire::Attachment{};
  row.set_task(upload.task());
  row.set_id(upload.id());
  row.set_name(upload.name());
  row.set_size(upload.size());
  row.set_media_type(upload.media_type());
  row.set_sha256(std::move(digest));
  row.set_creator(upload.creator());
  row.set_created_at_us(c.at.time_us);
  row.set_chunks(upload.chunks());
  auto place = wire::AttachmentPlace{};
  place.set_id(row.id());
  place.set_task(row.task());
  end_upload(c.state, upload);
  // Of a project's own files, only those that are whole count.
  if (auto project = project_of(c.state, row.task()); !project.empty())
    use_more(c.state, settings::attachment_bytes_per_project, row.size(),
             project);
  c.state.add(std::move(place));
  c.state.add(row);
  return attachment_result(std::move(row));
}

wire::Result cancel_upload(const command_context& c,
                           const wire::CancelUpload& x) {
  const auto* found = c.who.is_node() ? c.state.find<wire::Upload>(x.upload())
                                      : find_upload(c, x.upload());
  if (found == nullptr)
    return refused(*no_such_upload(x.upload()));
  auto row = *found;
  if (c.who.is_node() && row.updated_at_us() + upload_idle_us > c.at.time_us)
    return refused(
      refusal(errc::conflict, "/upload", "the upload has gone on"));
  erase_chunks(c.state, row.id(), row.chunks());
  discount_file(c.state, row.creator(), row.size());
  end_upload(c.state, row);
  return upload_result(row);
}

wire::Result delete_attachment(const command_context& c,
                               const wire::DeleteAttachment& x) {
  const auto* found = find_attachment(c.state, c.who, x.id());
  if (found == nullptr)
    return refused(*no_such_attachment(x.id()));
  auto row = *found;
  const auto* task = c.state.find<wire::Task>(row.task());
  auto role = role_on(c.state, c.who, *task);
  auto is_own
    = row.creator() == c.who.username && role >= wire::PROJECT_ROLE_MEMBER;
  if (!is_own && role != wire::PROJECT_ROLE_MANAGER)
    return refused(refusal(errc::not_allowed, "",
                           "only who has added it or a manager may do that"));
  if (auto why = check_open(c.state, task->project()))
    return refused(std::move(*why));
  erase_attachment(c.state, row);
  return attachment_result(std::move(row));
}

wire::Answer list_attachments(reader& state, const actor& who,
                              const wire::ListAttachments& x) {
  if (auto why = check_access(state, who, state.find<wire::Task>(x.task()),
                              "/task", x.task(), wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  auto& list = *answer.mutable_attachments();
  for (const auto* each : state.find_all<wire::Attachment>(x.task()))
    *list.add_attachments() = *each;
  return answer;
}

wire::Answer get_attachment(reader& state, const actor& who,
                            const wire::GetAttachment& x) {
  const auto* row = find_attachment(state, who, x.id());
  if (row == nullptr)
    return refused_answer(*no_such_attachment(x.id()));
  auto answer = wire::Answer{};
  *answer.mutable_attachment() = *row;
  return answer;
}

wire::Answer get_chunk(reader& state, const actor& who,
                       const wire::GetChunk& x) {
  const auto* chunk
    = find_attachment(state, who, x.attachment()) == nullptr
        ? nullptr
        : state.find<wire::AttachmentChunk>(x.attachment(), x.number());
  if (chunk == nullptr)
    return refused_answer(*no_such_attachment(x.attachment()));
  auto answer = wire::Answer{};
  *answer.mutable_chunk() = *chunk;
  return answer;
}

void erase_attachments(view& state, std::uint64_t task) {
  auto rows = std::vector<wire::Attachment>{};
  for (const auto* each : state.find_all<wire::Attachment>(task))
    rows.push_back(*each);
  for (const auto& row : rows)
    erase_attachment(state, row);
}

} // namespace taskraft::tasks
