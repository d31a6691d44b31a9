// Values that the cluster knows, as completion asks for them.

#pragma once

#include "bin/client/line/commands.hpp"

#include <span>
#include <string_view>

namespace taskraft::client {

/// `taskraft __complete`, which the scripts of the shells call. No help and no
/// completion names it.
const command& completion_query();

/// The words of `completion_query` for each kind of values but none.
struct known_values_word {
  std::string_view text;
  known_values values;
};
std::span<const known_values_word> known_values_words();

/// What the value of a flag is, as help names it: USER, LABEL,... and so on.
known_values known_values_of(const flag& x);

} // namespace taskraft::client
