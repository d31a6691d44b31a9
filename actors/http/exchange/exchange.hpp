// One request on its way: the checks in the order of the contract, then the
// route's steps, then the answer.

#pragma once

#include "actors/http/service/service.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace taskraft::http {

/// How long the body of a request may be, as its first line says.
std::size_t body_limit_of(const own_names& own, verb method,
                          std::string_view target);

using response_handler = std::function<void(response)>;

class exchange : public std::enable_shared_from_this<exchange> {
public:
  exchange(service& at, request asked, response_handler done);

  void start();

  // For routes that take other steps.
  const call& asked() const {
    return call_;
  }
  service& at() {
    return service_;
  }
  /// Who asks; of a route without a login, the node itself.
  gateway_client& client() {
    return who_ ? *who_->client : *service_.own;
  }
  const origin_of_request& from() const {
    return from_;
  }
  const std::optional<credential>& with() const {
    return credential_;
  }
  const std::shared_ptr<identity>& who() const {
    return who_;
  }
  void answer(response x);
  void fail(const problem& why);
  /// The answer is about what was there, or was done, at this index.
  void stands_at(raft::log_index x) {
    position_ = std::max(position_, x);
  }
  bool has_key() const {
    return key_.has_value();
  }
  bool is_replay() const {
    return is_replay_;
  }
  /// Whether there is a place for it if it has to wait for a state that this
  /// node has not got yet.
  bool may_wait();
  /// Goes on once the audit has heard of it.
  void note(const wire::Command& use, std::function<void()> then);
  /// Takes one of the user's places for what waits; false if there is none.
  bool take_place();
  std::shared_ptr<void> place() const {
    return waits_;
  }
  /// Proposes what the request's idempotency key stands for, if it has one:
  /// what was done before is not done again, and its result comes. `digest` is
  /// the SHA-256 of the request's body.
  void propose_once(wire::Command command, std::string_view digest,
                    std::function<void(const command_outcome&)> then);
  /// Asks as the request wants it asked, and fails where there is no answer.
  void ask(const wire::Query& query,
           std::function<void(const query_outcome&)> then);
  void ask(const wire::Query& query, protocol::consistency level,
           raft::log_index min_index,
           std::function<void(const query_outcome&)> then);

private:
  // Each step fails, or goes on.
  bool check_target();
  void answer_preflight();
  bool may_send_from_there() const;
  bool check_body_type();
  bool read_parameters();
  bool read_body();
  void identify();
  void find_identity();
  void find_in_own_view();
  void take_identity(const outcome<std::shared_ptr<identity>>& found);
  void check_rights();
  void begin_steps();
  void begin_operation(const operation& steps);
  void find_age(const std::function<void()>& then);
  bool accept(const command_outcome& x);
  problem problem_of_silence(protocol::answer_status status) const;
  bool choose_consistency();
  void answer_root();
  void answer_readiness();

  void read(const reading& steps);
  void write(const writing& steps);
  void choose_revision(const reading& steps, std::function<void()> then);
  void ask_before(const writing& steps);
  bool check_digest(const writing& steps);
  void propose(const writing& steps);
  void submit(const writing& steps, wire::Command command);
  void take_result(const writing& steps, command_outcome outcome);
  void tell(const writing& steps, const command_outcome& outcome,
            const wire::Answer* after);
  void keep(std::string shown, std::function<void(std::string)> then);
  void choose_seen(std::string kept, std::string now,
                   std::function<void(std::string)> then);
  void fail_stale(const problem& why);
  bool wait_for_twin();
  void wake_twins(const response& x);
  void take_twins_answer(response x, const std::string& fingerprint);

  service& service_;
  request request_;
  response_handler done_;
  origin_of_request from_;
  /// What a page of elsewhere has sent as `Origin`, and whether it is another
  /// member's.
  std::optional<std::string> foreign_;
  bool is_members_page_ = false;
  std::string request_id_;
  std::uint64_t began_us_;
  /// Whether its path lies beside the API.
  bool is_root_ = false;
  const route* route_ = nullptr;
  call call_;
  /// What is wrong with the body, for who may know.
  std::optional<problem> wrong_shape_;
  std::optional<credential> credential_;
  std::shared_ptr<identity> who_;
  protocol::consistency level_ = protocol::consistency::linearizable;
  raft::log_index min_index_;
  /// Whether its path is one below `/api/v1`.
  bool is_of_api_ = false;
  /// The index of the data, or of the change; 0: of neither.
  raft::log_index position_;
  std::optional<std::uint64_t> age_ms_;
  /// Of a write.
  std::optional<std::string> key_;
  std::string fingerprint_;
  protocol::request_id id_;
  std::uint64_t attempt_ = 0;
  bool is_replay_ = false;
  bool leads_twins_ = false;
  /// The command was applied: later queries only read what to answer.
  bool was_done_ = false;
  /// Held while it waits.
  std::shared_ptr<void> waits_;
};

} // namespace taskraft::http
