#include "tls/session.hpp"

#include "tls/problems.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <utility>

namespace taskraft::tls {

namespace {

constexpr auto in_size = std::size_t{64} << 10U;
/// A side that makes the other one answer, and does not read, is cut.
constexpr auto most_unsent = std::size_t{4} << 20U;
/// Memory that a burst has taken is given back.
constexpr auto kept_capacity = std::size_t{1} << 20U;

int place_of_session() {
  static const auto place
    = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return place;
}

bool is_address(const std::string& host) {
  auto bytes = std::array<unsigned char, sizeof(in6_addr)>{};
  return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1
         || ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

/// Whether the other side has said what is wrong. To the library that is an end
/// like any other.
bool is_alert(unsigned long error) {
  return ERR_GET_LIB(error) == ERR_LIB_SSL
         && ERR_GET_REASON(error) > SSL_AD_REASON_OFFSET;
}

} // namespace

/// What the library reads from and writes to.
class session::transport {
public:
  static BIO* make(session* of) {
    static auto* const method = make_method();
    auto* made = BIO_new(method);
    BIO_set_data(made, of);
    BIO_set_init(made, 1);
    return made;
  }

private:
  static BIO_METHOD* make_method() {
    auto* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK,
                              "taskraft::tls::session");
    BIO_meth_set_read(made, read);
    BIO_meth_set_write(made, write);
    BIO_meth_set_ctrl(made, control);
    return made;
  }

  static int read(BIO* from, char* into, int size) {
    auto& self = *static_cast<session*>(BIO_get_data(from));
    BIO_clear_retry_flags(from);
    auto count = std::min(self.in_end_ - self.in_begin_,
                          static_cast<std::size_t>(std::max(size, 0)));
    if (count == 0) {
      BIO_set_retry_read(from);
      return -1;
    }
    std::memcpy(into, self.in_.get() + self.in_begin_, count);
    self.in_begin_ += count;
    return static_cast<int>(count);
  }

  static int write(BIO* to, const char* from, int size) {
    auto& self = *static_cast<session*>(BIO_get_data(to));
    self.out_.append(from, static_cast<std::size_t>(std::max(size, 0)));
    return size;
  }

  static long control(BIO* /*of*/, int what, long /*number*/, void* /*more*/) {
    return what == BIO_CTRL_FLUSH ? 1 : 0;
  }
};

session::session(std::shared_ptr<const context> with, side which,
                 expected_peer expected)
  : with_(std::move(with)), side_(which), expected_(std::move(expected)),
    in_(std::make_unique_for_overwrite<char[]>(in_size)),
    ssl_(SSL_new(with_->handle.get()), SSL_free) {
  auto* bytes = transport::make(this);
  SSL_set_bio(ssl_.get(), bytes, bytes);
  SSL_set_ex_data(ssl_.get(), place_of_session(), this);
  SSL_set_verify(ssl_.get(), SSL_CTX_get_verify_mode(with_->handle.get()),
                 &session::judge);
  set_expected();
  if (which == side::accepted)
    SSL_set_accept_state(ssl_.get());
  else
    SSL_set_connect_state(ssl_.get());
}

session::~session() = default;

void session::set_expected() {
  if (expected_.what != expected_peer::kind::host)
    return;
  if (is_address(expected_.host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()),
                                  expected_.host.c_str());
    return;
  }
  // The dot at the end is for resolvers: hardly a certificate has it, and RFC
  // 6066 forbids it in what is sent.
  auto name = expected_.host;
  if (name.ends_with('.'))
    name.pop_back();
  const auto* host = name.c_str();
  SSL_set_hostflags(ssl_.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS
                                  | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  SSL_set1_host(ssl_.get(), host);
  if (name != expected_.host)
    SSL_add1_host(ssl_.get(), expected_.host.c_str());
  SSL_set_tlsext_host_name(ssl_.get(), host);
}

/// Whether the handshake may go on with that certificate: the other side must
/// hear of a refusal, so it is judged within.
int session::judge(int preverified, X509_STORE_CTX* at) {
  auto* ssl = static_cast<SSL*>(
    X509_STORE_CTX_get_ex_data(at, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto& self = *static_cast<session*>(SSL_get_ex_data(ssl, place_of_session()));
  if (preverified != 1) {
    self.problem_
      = verification_problem(X509_STORE_CTX_get_error(at), self.expected_.host);
    return 0;
  }
  if (X509_STORE_CTX_get_error_depth(at) != 0)
    return 1;
  auto who = identity_of(X509_STORE_CTX_get_current_cert(at));
  if (who && self.fits(*who)) {
    self.peer_ = std::move(*who);
    return 1;
  }
  if (!who)
    self.problem_ = "its certificate does not say clearly whom it is for";
  X509_STORE_CTX_set_error(at, X509_V_ERR_APPLICATION_VERIFICATION);
  return 0;
}

bool session::fits(const identity& who) {
  auto is_right = true;
  auto wanted = std::string{};
  switch (expected_.what) {
    case expected_peer::kind::node:
      is_right = who.kind == holder::node
                 && (expected_.number == 0 || expected_.number == who.node);
      wanted = expected_.number == 0
                 ? "a node"
                 : "node " + std::to_string(expected_.number);
      break;
    case expected_peer::kind::user:
      is_right = who.kind == holder::user;
      wanted = "a user";
      break;
    default:
      break;
  }
  if (!is_right)
    problem_
      = "its certificate is for " + to_string(who) + ", not for " + wanted;
  return is_right;
}

session::step session::shake() {
  ERR_clear_error();
  auto outcome = SSL_do_handshake(ssl_.get());
  if (outcome == 1) {
    note_shown();
    return is_refused_now() ? step::failed : step::done;
  }
  auto error = SSL_get_error(ssl_.get(), outcome);
  if ((error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE)
      && to_send().size() <= most_unsent)
    return step::needs_more;
  note_failure();
  return step::failed;
}

void session::note_shown() {
  auto guard = std::lock_guard{judging_};
  shown_.emplace(ssl_.get(), side_);
  judge_shown();
}

void session::judge_again(std::shared_ptr<const context> now) {
  auto guard = std::lock_guard{judging_};
  newest_ = std::move(now);
  judge_shown();
}

void session::judge_shown() {
  if (!shown_ || !newest_)
    return;
  refusal_ = shown_->problem(*std::exchange(newest_, nullptr));
  if (!refusal_.empty())
    is_refused_ = true;
}

bool session::is_refused_now() {
  if (!is_refused_)
    return false;
  auto guard = std::lock_guard{judging_};
  problem_ = refusal_;
  return true;
}

std::span<char> session::room() {
  in_begin_ = 0;
  in_end_ = 0;
  return {in_.get(), in_size};
}

void session::came(std::size_t size) {
  in_end_ = size;
}

std::optional<std::size_t> session::read(std::span<char> into) {
  if (is_refused_now())
    return std::nullopt;
  auto count = std::size_t{0};
  if (SSL_read_ex(ssl_.get(), into.data(), into.size(), &count) == 1)
    return count;
  // `SSL_get_error` would need a queue of errors that is empty before each
  // call, which takes as long as a small record.
  if (SSL_want_read(ssl_.get()) && to_send().size() <= most_unsent)
    return 0;
  if ((SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) == 0
      || is_alert(ERR_peek_last_error()))
    note_failure();
  return std::nullopt;
}

bool session::write(std::span<const char> from) {
  if (is_refused_now())
    return false;
  auto count = std::size_t{0};
  // What goes out has room without end, so nothing is written in part.
  if (from.empty()
      || SSL_write_ex(ssl_.get(), from.data(), from.size(), &count) == 1)
    return true;
  note_failure();
  return false;
}

void session::sent(std::size_t size) {
  out_begin_ += size;
  if (out_begin_ < out_.size())
    return;
  out_begin_ = 0;
  out_.clear();
  if (out_.capacity() > kept_capacity)
    out_ = {};
}

void session::note_failure() {
  auto error = ERR_peek_last_error();
  ERR_clear_error();
  // A certificate that was refused has said more.
  if (problem_.empty())
    problem_ = library_problem(error);
}

} // namespace taskraft::tls
