// The handshake of TLS on a socket that does not block. It reads no byte of
// what follows: the next reader of the socket finds it there.

#pragma once

#include "tls/session.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::network {

class socket_handshake {
public:
  /// Does not own the descriptor.
  socket_handshake(int descriptor, std::shared_ptr<tls::session> session)
    : descriptor_(descriptor), session_(std::move(session)) {
  }

  enum class outcome : std::uint8_t {
    reads,
    writes,
    done,
    /// The other side's first byte is none of TLS; it has not been read.
    plain,
    failed,
  };

  /// As far as the socket lets it.
  outcome advance();

  const std::shared_ptr<tls::session>& session() const {
    return session_;
  }

  /// Whether a byte has come.
  bool has_begun() const {
    return has_begun_;
  }

  /// Why it failed.
  const std::string& problem() const {
    return problem_;
  }

private:
  static constexpr std::size_t header_size = 5;

  outcome fail(std::string why);
  /// Done once a whole record is there.
  outcome read_record();
  outcome read_up_to(std::size_t size);
  outcome send_all();

  int descriptor_;
  std::shared_ptr<tls::session> session_;
  std::vector<char> record_;
  bool has_begun_ = false;
  bool has_agreed_ = false;
  std::string problem_;
};

} // namespace taskraft::network
