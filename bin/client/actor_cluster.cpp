#include "bin/client/actor_cluster.hpp"

#include "actors/network/configure.hpp"
#include "actors/network/sockets/dialer.hpp"
#include "bin/client/bench/bench.hpp"
#include "bin/client/connection/link.hpp"
#include "bin/client/connection/request_client.hpp"
#include "protocol/messages/wire.hpp"
#include "tls/context_source.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <utility>

namespace taskraft::client {

namespace {

/// How long an answer may take beyond the time that the actor was given: this
/// process may be stopped, or the machine have no time for it.
constexpr auto grace = std::chrono::minutes{1};
/// A backup takes as long as it makes progress.
constexpr auto any_time = std::chrono::hours{24 * 365};

protocol::request_id random_request_id() {
  auto source = std::random_device{};
  auto id = protocol::request_id{};
  for (auto& byte : id.bytes)
    byte = static_cast<std::uint8_t>(source());
  return id;
}

std::uint64_t random_seed() {
  auto source = std::random_device{};
  return std::uint64_t{source()} << 32U | source();
}

struct client_config : caf::actor_system_config {
  client_config() {
    network::configure(*this, {.kind = network::program_kind::client});
  }
};

/// Null for plain text.
std::shared_ptr<const tls::context_source> tls_of(const settings& settings) {
  if (settings.ca_file.empty())
    return nullptr;
  auto files = tls::certificate_files{};
  files.ca = settings.ca_file;
  files.certificate = settings.certificate_file;
  files.key = settings.key_file;
  auto loaded = tls::load_context(tls::use::program, files);
  if (loaded.problem)
    throw cli_error{exit_code::usage,
                    loaded.problem->file + ": " + loaded.problem->expected};
  return std::make_shared<tls::context_source>(tls::use::program, files,
                                               std::move(loaded.made));
}

class actor_cluster : public cluster {
public:
  actor_cluster(settings settings, session_file session)
    : settings_(std::move(settings)), session_(std::move(session)),
      tls_(tls_of(settings_)) {
  }

  ~actor_cluster() override {
    for (const auto& x : links_)
      self_->send_exit(x, caf::exit_reason::user_shutdown);
    if (request_client_)
      self_->send_exit(request_client_, caf::exit_reason::user_shutdown);
    if (bench_)
      self_->send_exit(bench_, caf::exit_reason::user_shutdown);
    dialer_->stop();
  }

  outcome ask(const question& what) override {
    if (!request_client_)
      spawn_request_client();
    auto limit = std::max(settings_.timeout, what.time_limit) + grace;
    if (what.kind == question_kind::begin_backup)
      limit = any_time;
    auto answer = request<outcome>(request_client_, limit, what);
    if (answer.kind == outcome_kind::answered)
      remember(answer);
    else if (settings_.consistency == protocol::consistency::session
             && what.kind == question_kind::query)
      answer.reason += "; this session has seen index "
                       + std::to_string(session_.seen(answer.cluster).value);
    return answer;
  }

  bench_result measure(const bench_plan& plan) override {
    auto options = bench_options{.endpoints = settings_.endpoints.size(),
                                 .seed = random_seed(),
                                 .timeout = settings_.timeout,
                                 .credentials = settings_.credentials};
    bench_ = system_.spawn(bench, options);
    spawn_links(caf::actor_cast<link_user_actor>(bench_));
    // The actor keeps its own time limit; this one only bounds a bug.
    auto limit = plan.duration + settings_.timeout + std::chrono::minutes{4};
    return request<bench_result>(bench_, limit, plan);
  }

private:
  template <class Answer, class Handle, class Question>
  Answer request(const Handle& target, std::chrono::milliseconds limit,
                 const Question& what) {
    auto result = Answer{};
    self_->request(target, limit, what)
      .receive([&](Answer& x) { result = std::move(x); },
               [](const caf::error&) {
                 throw cli_error{exit_code::unavailable,
                                 "this program came to no answer in time: "
                                 "whether anything was done is unknown"};
               });
    return result;
  }

  void spawn_request_client() {
    auto options = request_client_options{};
    options.endpoints = settings_.endpoints;
    options.timeout = settings_.timeout;
    options.make_request_id = random_request_id;
    // A copy: the request_client runs on another thread.
    options.session_index = [session = session_](const std::string& id) {
      return session.seen(id);
    };
    options.credentials = settings_.credentials;
    request_client_ = system_.spawn(request_client, std::move(options));
    spawn_links(caf::actor_cast<link_user_actor>(request_client_));
  }

  void spawn_links(const link_user_actor& user) {
    for (auto i = std::size_t{0}; i < settings_.endpoints.size(); ++i) {
      auto options = link_options{.endpoint = i,
                                  .address = settings_.endpoints[i],
                                  .dialer = dialer_,
                                  .user = user,
                                  .tls = tls_};
      links_.push_back(system_.spawn(link, std::move(options)));
    }
  }

  void remember(const outcome& answer) {
    // Before the bootstrap there is no cluster of which anything was seen.
    if (answer.cluster.empty())
      return;
    if (!session_.remember(answer.cluster, answer.seen)
        && settings_.consistency == protocol::consistency::session)
      throw cli_error{exit_code::failure,
                      session_.path()
                        + ": cannot be written: it remembers "
                          "what --consistency session has seen"};
  }

  settings settings_;
  session_file session_;
  std::shared_ptr<const tls::context_source> tls_;
  client_config config_;
  caf::actor_system system_{config_};
  std::shared_ptr<network::dialer> dialer_
    = std::make_shared<network::dialer>();
  request_client_actor request_client_;
  bench_actor bench_;
  /// An actor ends when nothing refers to it, even while it only sleeps.
  std::vector<link_actor> links_;
  caf::scoped_actor self_{system_};
};

} // namespace

std::unique_ptr<cluster> connect(const settings& settings,
                                 session_file session) {
  if (settings.consistency == protocol::consistency::session
      && !session.readable())
    throw cli_error{exit_code::failure,
                    session.path()
                      + ": cannot be read: it remembers what "
                        "--consistency session has seen"};
  return std::make_unique<actor_cluster>(settings, std::move(session));
}

void leave(exit_code code) {
  std::fflush(nullptr);
  std::_Exit(static_cast<int>(code));
}

} // namespace taskraft::client
