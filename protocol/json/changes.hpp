// What was changed, and who is told of it, as the JSON of the contract.

#pragma once

#include "protocol/json/objects.hpp"
#include "tasks.pb.h"

namespace taskraft::json {

/// The changed fields: `[{"field", "from", "to"}]`. Without `texts` those that
/// hold long text have no values.
object fields_to_json(const tasks::wire::Change& x, bool texts = true);

/// An element of a task's history.
object history_to_json(const tasks::wire::Change& x);

/// An element of the audit.
object audit_to_json(const tasks::wire::Change& x);

/// What every event says of a change.
object event_to_json(const tasks::wire::Change& x);

object notification_to_json(const tasks::wire::Notification& x);

} // namespace taskraft::json
