#include "tests/support/http/https_client.hpp"

#include <arpa/inet.h>
#include <array>
#include <ctime>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace taskraft::tests {

https_connection::https_connection(const std::string& address,
                                   const std::string& ca,
                                   const std::string& protocol, int newest) {
  auto files = tls::certificate_files{};
  files.ca = ca;
  context_ = tls::load_context(tls::use::program, files).made;
  if (!context_)
    return;
  auto colon = address.rfind(':');
  auto where = sockaddr_in{};
  where.sin_family = AF_INET;
  where.sin_port
    = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &where.sin_addr);
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto limit = timeval{.tv_sec = 20, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&where),
                sizeof where)
      != 0)
    return;
  ssl_.reset(SSL_new(context_->handle.get()));
  SSL_set_max_proto_version(ssl_.get(), newest);
  auto wire = static_cast<char>(protocol.size()) + protocol;
  if (!protocol.empty())
    SSL_set_alpn_protos(ssl_.get(),
                        reinterpret_cast<const unsigned char*>(wire.data()),
                        static_cast<unsigned>(wire.size()));
  X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()),
                                address.substr(0, colon).c_str());
  SSL_set_fd(ssl_.get(), socket_);
  is_open_ = SSL_connect(ssl_.get()) == 1;
}

https_connection::~https_connection() {
  ssl_.reset();
  if (socket_ >= 0)
    ::close(socket_);
}

std::string https_connection::protocol() const {
  const unsigned char* chosen = nullptr;
  auto size = 0U;
  SSL_get0_alpn_selected(ssl_.get(), &chosen, &size);
  return {reinterpret_cast<const char*>(chosen), size};
}

std::int64_t https_connection::certificate_ends_at() const {
  auto parts = std::tm{};
  const auto* shown = SSL_get0_peer_certificate(ssl_.get());
  if (shown == nullptr
      || ASN1_TIME_to_tm(X509_get0_notAfter(shown), &parts) != 1)
    return 0;
  return ::timegm(&parts);
}

bool https_connection::renegotiates() const {
  return SSL_renegotiate(ssl_.get()) == 1 && SSL_do_handshake(ssl_.get()) == 1;
}

void https_connection::send(const std::string& bytes) const {
  if (is_open_)
    SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
}

bool https_connection::read_more() {
  if (!is_open_)
    return false;
  auto bytes = std::array<char, 16384>{};
  auto count
    = SSL_read(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
  if (count <= 0) {
    was_closed_well_
      = SSL_get_error(ssl_.get(), count) == SSL_ERROR_ZERO_RETURN;
    return false;
  }
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::string https_connection::read_until(const std::string& end) {
  while (buffer_.find(end) == std::string::npos && read_more()) {
  }
  auto size = buffer_.find(end);
  if (size == std::string::npos)
    return std::exchange(buffer_, {});
  auto text = buffer_.substr(0, size + end.size());
  buffer_.erase(0, text.size());
  return text;
}

std::optional<std::string> https_connection::read_all() {
  while (read_more()) {
  }
  if (!was_closed_well_)
    return std::nullopt;
  return std::exchange(buffer_, {});
}

std::string https_get(const std::string& address, const std::string& ca,
                      const std::string& target) {
  auto connection = https_connection{address, ca};
  connection.send("GET " + target + " HTTP/1.1\r\nHost: " + address
                  + "\r\nConnection: close\r\n\r\n");
  return connection.read_all().value_or("");
}

} // namespace taskraft::tests
