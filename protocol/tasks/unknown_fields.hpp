// Tells whether a message holds something from a newer version.

#pragma once

#include <google/protobuf/message.h>

namespace taskraft::tasks {

/// Whether the message, or one inside it, has fields that this version does not
/// know. Such messages are refused: nothing is accepted and ignored.
bool has_unknown_fields(const google::protobuf::Message& x);

} // namespace taskraft::tasks
