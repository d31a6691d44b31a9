#include "actors/network/scribe.hpp"

#include "actors/logging/logging.hpp"
#include "actors/network/sockets/refusals.hpp"

#include <caf/io/basp_broker.hpp>
#include <caf/io/middleman.hpp>
#include <caf/node_id.hpp>
#include <caf/send.hpp>

#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace taskraft::network {

namespace {

/// Heartbeats find a dead link after one second; this frees the kernel's side.
constexpr auto user_timeout_ms = 2000U;

/// Almost `middleman.connection-timeout`, and many heartbeats.
constexpr auto silence_ms = 900U;

/// A buffer that a burst made larger is given back.
constexpr auto kept_capacity = std::size_t{4} << 20;

caf::node_id parse(const raw_node_id& raw) {
  auto process = std::uint32_t{0};
  for (auto i = std::size_t{8}; i < 12; ++i)
    process = process << 8 | static_cast<unsigned char>(raw[i]);
  auto host = caf::node_id::default_data::host_id_type{};
  std::memcpy(host.data(), raw.data() + 12, host.size());
  return caf::make_node_id(process, host);
}

} // namespace

scribe::scribe(event_loop& loop, int descriptor, scribe_options options)
  : caf::io::scribe(caf::io::connection_handle::from_int(descriptor)),
    loop_(loop), order_(options.rules.remote_kind == program_kind::client
                          ? send_order::clients
                          : send_order::nodes),
    max_unsent_(options.max_unsent), slot_(std::move(options.slot)),
    on_end_(std::move(options.on_end)),
    remote_(options.remote ? std::move(options.remote)
                           : remote_endpoint(descriptor)),
    ends_(options.rules.ends),
    stream_(loop, descriptor,
            std::make_shared<const guard_rules>(std::move(options.rules)),
            std::move(options.inflow), std::move(options.tls)) {
}

scribe::~scribe() = default;

void scribe::cut(std::string_view reason) {
  if (is_over())
    return;
  cut_ = true;
  own_reason_ = reason;
  if (may_log_refusal("connection_cut", addr(), reason))
    logging::warn("connection_cut", "remote", name_of(remote_), "reason",
                  reason);
  wr_buf() = {};
  // The event loop finds the socket closed and cleans up as for any other end.
  ::shutdown(stream_.fd(), SHUT_RDWR);
}

void scribe::configure_read(caf::io::receive_policy::config config) {
  stream_.configure_read(config);
  if (launched_)
    return;
  launched_ = true;
  // BASP leaves the time of a dialled connection at zero, and would close it
  // at the next heartbeat unless the other side has been quicker.
  auto broker = dynamic_cast<caf::io::basp_broker*>(parent());
  if (broker != nullptr) {
    auto context = broker->ctx.find(hdl());
    if (context != broker->ctx.end())
      context->second.last_seen = broker->clock().now();
  }
  stream_.start(this);
}

void scribe::ack_writes(bool enable) {
  stream_.ack_writes(enable);
}

std::vector<char>& scribe::wr_buf() {
  return stream_.wr_buf();
}

std::vector<char>& scribe::rd_buf() {
  return stream_.rd_buf();
}

void scribe::flush() {
  auto& unsent = wr_buf();
  if (unsent.empty())
    return;
  if (cut_) {
    unsent.clear();
    return;
  }
  if (unsent.size() + stream_.in_flight() > max_unsent_)
    return cut("too much unsent");
  if (sends_soon_ || stream_.writing())
    return;
  // A burst of messages shares one system call at the end of the turn. The
  // reference keeps this alive until then, whatever happens to the connection.
  sends_soon_ = true;
  loop_.send_soon(scribe_ptr{this}, order_);
}

void scribe::send_gathered() {
  sends_soon_ = false;
  auto& unsent = wr_buf();
  if (unsent.empty() || cut_ || stream_.writing())
    return;
  auto sent = stream_.send_now(unsent).value_or(0);
  unsent.erase(unsent.begin(),
               unsent.begin() + static_cast<std::ptrdiff_t>(sent));
  if (unsent.empty()) {
    if (unsent.capacity() > kept_capacity)
      unsent.shrink_to_fit();
  } else if (detached()) {
    unsent.clear();
  } else {
    // The event loop sends the rest, and finds out about errors.
    stream_.send_by_loop(this);
  }
}

void scribe::graceful_shutdown() {
  own_reason_ = "this node has closed it";
  // BASP closes a connection on which nothing comes, heartbeats included.
  auto info = tcp_info{};
  auto size = socklen_t{sizeof(info)};
  if (::getsockopt(stream_.fd(), IPPROTO_TCP, TCP_INFO, &info, &size) == 0
      && info.tcpi_last_data_recv >= silence_ms)
    own_reason_ = "nothing has come for a second";
  send_gathered();
  stream_.graceful_shutdown();
  detach(&stream_.backend(), false);
}

std::string scribe::addr() const {
  return remote_ ? remote_->host : std::string{};
}

std::uint16_t scribe::port() const {
  return remote_ ? remote_->port : std::uint16_t{0};
}

void scribe::add_to_loop() {
  stream_.activate(this);
}

void scribe::remove_from_loop() {
  stream_.passivate();
}

std::string scribe::end_reason() const {
  if (!own_reason_.empty())
    return own_reason_;
  auto refusal = stream_.guard().refusal();
  return refusal.empty() ? stream_.end_reason() : std::string{refusal};
}

void scribe::detach_from(caf::io::abstract_broker* broker) {
  caf::io::scribe::detach_from(broker);
  // Later: it may drop the last reference to this.
  if (on_end_)
    backend().post(std::exchange(on_end_, nullptr));
  auto& guard = stream_.guard();
  auto trouble = stream_.trouble();
  auto reason = trouble.empty() ? guard.refusal() : std::string_view{trouble};
  if (!reason.empty() && may_log_refusal("connection_refused", addr(), reason))
    logging::warn("connection_refused", "remote", name_of(remote_), "reason",
                  reason);
  if (ends_ && guard.remote_id() != nullptr && guard.has_place())
    ends_->note(*guard.remote_id(), end_reason());
  // BASP keeps a helper for each node that it has ever met. The helper waits
  // for a spawn server, which no node here offers.
  auto basp = dynamic_cast<caf::io::basp_broker*>(broker);
  if (basp == nullptr || guard.remote_id() == nullptr)
    return;
  auto helper = basp->spawn_servers.find(parse(*guard.remote_id()));
  if (helper == basp->spawn_servers.end())
    return;
  caf::anon_send_exit(helper->second, caf::exit_reason::kill);
  basp->spawn_servers.erase(helper);
}

scribe_ptr make_scribe(caf::actor_system& system, int descriptor,
                       scribe_options options) {
  auto on = 1;
  ::setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_ms,
               sizeof(user_timeout_ms));
  auto& loop = dynamic_cast<event_loop&>(system.middleman().backend());
  return caf::make_counted<scribe>(loop, descriptor, std::move(options));
}

} // namespace taskraft::network
