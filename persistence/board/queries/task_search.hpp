// Searches for words in what users write about tasks.

#pragma once

#include "persistence/board/queries/task_list.hpp"
#include "protocol/result.hpp"
#include "tasks.pb.h"

#include <string>

namespace taskraft::persistence {

/// The newest first, of what the actor sees and what is not in the trash.
result<tasks::wire::Answer> search(const query_context& c,
                                   const tasks::wire::Search& x);

/// What is around the first place of the folded word in the text, in one line;
/// the beginning of the text if it is not there.
std::string excerpt_of(const std::string& text, const std::string& word);

} // namespace taskraft::persistence
