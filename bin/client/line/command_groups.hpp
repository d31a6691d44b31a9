// The parts of the table of commands. Included by its own files only.

#pragma once

#include "bin/client/line/commands.hpp"
#include "protocol/tasks/words.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace taskraft::client {

using flags = std::vector<flag>;

inline std::vector<std::string_view>
texts_of(std::span<const tasks::word> words) {
  auto texts = std::vector<std::string_view>{};
  for (const auto& x : words)
    texts.push_back(x.text);
  return texts;
}

inline const argument id_argument = {.name = "ID"};
inline const argument task_argument
  = {.name = "ID", .known = known_values::tasks};
inline const argument user_argument
  = {.name = "USER", .known = known_values::users};
inline constexpr std::string_view id_note
  = "ID is a number, with or without #.";

void add_link_commands(std::vector<command>& table);
void add_attachment_commands(std::vector<command>& table);
void add_file_commands(std::vector<command>& table);
void add_inbox_commands(std::vector<command>& table);
void add_report_commands(std::vector<command>& table);
void add_project_commands(std::vector<command>& table);
void add_label_commands(std::vector<command>& table);
void add_login_commands(std::vector<command>& table);
void add_certificate_commands(std::vector<command>& table);
void add_user_commands(std::vector<command>& table);
void add_doctor_command(std::vector<command>& table);
void add_bench_command(std::vector<command>& table);

} // namespace taskraft::client
