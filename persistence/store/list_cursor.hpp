// Where the next page of a list begins, as text that clients hand back.

#pragma once

#include "persistence/store/listing.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace taskraft::persistence {

/// The page after `last`. `order` names the order: a cursor of another one is
/// none.
std::string encode_cursor(const listing::place& last, std::string_view order);

/// Nothing if it is not of a list of such rows in this order.
std::optional<listing::place> decode_cursor(std::string_view cursor,
                                            std::string_view order,
                                            const tasks::row_type& of);

} // namespace taskraft::persistence
