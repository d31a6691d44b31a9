#include "protocol/messages/forwarded_frames.hpp"

#include "protocol/messages/client_frames.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace taskraft::protocol {

bool is_own_forward(const blob& frames, raft::node_id forwarder) {
  for (auto rest = std::string_view{frames.view()}; !rest.empty();) {
    auto request = next_command_frame(rest);
    // The log takes a frame by its length alone, and goes on after it.
    if (!request)
      return false;
    const auto& who = request->principal;
    if ((who.kind == principal_kind::node
         || who.kind == principal_kind::operator_token)
        && who.id != forwarder.value)
      return false;
  }
  return true;
}

blob with_forwarder(const blob& frames, raft::node_id forwarder) {
  auto rest = std::string_view{frames.view()};
  auto out = std::string{};
  out.reserve(rest.size() + rest.size() / 8);
  while (auto request = next_command_frame(rest)) {
    request->principal.forwarder = forwarder.value;
    append_command_frame(out, *request);
  }
  return blob{std::move(out)};
}

} // namespace taskraft::protocol
