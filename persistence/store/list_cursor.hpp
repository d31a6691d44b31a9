// The position at which the next page of a list begins, as text that clients
// send back.

#pragma once

#include "persistence/store/listing.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace taskraft::persistence {

/// The cursor of the page after `last`. `order` names the order; a cursor is
/// valid only for its own.
std::string encode_cursor(const listing::place& last, std::string_view order);

/// Nothing if the text is no cursor for such rows in this order.
std::optional<listing::place> decode_cursor(std::string_view cursor,
                                            std::string_view order,
                                            const tasks::row_type& of);

} // namespace taskraft::persistence
