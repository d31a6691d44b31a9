// How large what users give may be. Part of the rules: a change is a new rules
// level.

#pragma once

#include <cstddef>
#include <cstdint>

namespace taskraft::tasks {

inline constexpr std::size_t max_command_bytes = 512UL * 1024;
inline constexpr std::size_t max_title_characters = 255;
inline constexpr std::size_t max_description_bytes = 64UL * 1024;
inline constexpr std::size_t max_assignees = 20;
inline constexpr std::size_t max_labels_of_task = 50;
inline constexpr std::size_t max_subtasks = 1000;
/// Of all levels: what one command changes at most.
inline constexpr std::size_t max_subtree = 10'000;
/// A task that is nobody's subtask has a depth of 1.
inline constexpr std::size_t max_depth = 5;
/// Of one task, on each side.
inline constexpr std::size_t max_blocks = 100;
/// What the search for a cycle looks at, and how far it goes.
inline constexpr std::size_t max_cycle_tasks = 10'000;
inline constexpr std::size_t max_cycle_steps = 200;
/// Of one bulk or batch command.
inline constexpr int max_bulk_items = 200;
/// A longer rank has its neighbours ranked anew, as few as will do.
inline constexpr std::size_t max_rank = 24;
inline constexpr std::size_t max_spread_rank = 16;
inline constexpr std::size_t max_spread_tasks = 512;
/// Only many thousand moves into one gap of a long board make ranks longer than
/// that; then all of the board is ranked anew, once in such a time.
inline constexpr std::size_t max_kept_rank = 64;
inline constexpr std::size_t max_rule_bytes = 500;
inline constexpr std::int64_t max_rule_interval = 9999;
/// Days, and periods without any, that the search for the next day looks at.
inline constexpr std::size_t max_rule_candidates = 10'000;
inline constexpr std::size_t max_label_characters = 50;
inline constexpr std::size_t max_comment_bytes = 32UL * 1024;
inline constexpr std::size_t max_attachments = 100;
inline constexpr std::size_t max_attachment_bytes = 10UL * 1024 * 1024;
inline constexpr std::size_t max_file_name_characters = 255;
inline constexpr std::size_t max_media_type_bytes = 100;
inline constexpr std::size_t max_chunk_bytes = 256UL * 1024;
/// At least this many in a chunk that is not the last, so that an attachment is
/// never a great number of rows.
inline constexpr std::size_t min_chunk_bytes = 16UL * 1024;
/// At once, unless administrators set another limit.
inline constexpr std::size_t max_uploads_of_user = 4;
/// An upload for which nothing comes this long is given up.
inline constexpr std::uint64_t upload_idle_us = 3'600'000'000;
/// How long a task lies in the trash.
inline constexpr std::uint64_t trash_us = 30 * std::uint64_t{86'400'000'000};
/// How long changes are kept that belong to no task that is still there.
inline constexpr std::uint64_t change_us = 400 * std::uint64_t{86'400'000'000};
/// Of one comment; further ones are text like any other.
inline constexpr std::size_t max_mentions = 50;
/// Of a user, or of the node whose operator acts.
inline constexpr std::size_t max_actor_bytes = 64;
inline constexpr std::size_t max_name_characters = 100;
inline constexpr std::size_t max_email_characters = 254;
inline constexpr std::size_t max_time_zone_bytes = 64;
inline constexpr std::size_t max_user_agent_characters = 256;
/// One more login ends the oldest; one more token is refused. Administrators
/// may set other limits.
inline constexpr std::size_t max_sessions_of_user = 50;
inline constexpr std::size_t max_tokens_of_user = 100;
inline constexpr std::size_t max_views_of_user = 200;
inline constexpr std::size_t max_view_query_bytes = 2048;
inline constexpr std::size_t max_preferences_bytes = 8192;
inline constexpr std::size_t max_key_bytes = 512;
inline constexpr std::size_t max_value_bytes = 256UL * 1024;

/// 0001-01-01 and 9999-12-31, in days since 1970-01-01: what RFC 3339 can say.
inline constexpr std::int32_t first_due_date = -719162;
inline constexpr std::int32_t last_due_date = 2932896;

inline constexpr std::int64_t day_us = 86'400'000'000;
inline constexpr std::int64_t first_due_instant_us = first_due_date * day_us;
inline constexpr std::int64_t last_due_instant_us
  = (last_due_date + 1) * day_us - 1;

/// Of a list, when no limit is given, and at most.
inline constexpr std::uint32_t default_page_rows = 50;
inline constexpr std::uint32_t max_page_rows = 200;
/// A page ends early rather than outgrow a message between processes,
inline constexpr std::size_t max_page_bytes = 1024UL * 1024;
/// or, within a node, an answer over HTTP.
inline constexpr std::size_t max_web_page_bytes = 4096UL * 1024;

/// For how many log entries a request id is remembered.
inline constexpr std::uint64_t request_window_entries = 1'000'000;

/// The rules level with which every state begins, and the newest one that this
/// program knows. The level in force is replicated state.
inline constexpr std::uint32_t first_rules_level = 1;
inline constexpr std::uint32_t newest_rules_level = 3;

} // namespace taskraft::tasks
