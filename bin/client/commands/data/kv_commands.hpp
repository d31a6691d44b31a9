// The commands `kv …` and their older form.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void put_key(const context& x);
void get_key(const context& x);
void delete_key(const context& x);
void list_keys(const context& x);
/// `--action add|get --key K --value V`.
void act_on_key(const context& x);

} // namespace taskraft::client
