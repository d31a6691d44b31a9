// Who sends requests: the credentials that are in use, each with its client of
// the gateway.

#pragma once

#include "actors/http/problem.hpp"
#include "actors/http/request_rate.hpp"
#include "actors/http/rules.hpp"
#include "actors/http/service/gateway_client.hpp"
#include "tasks.pb.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::http {

struct identity {
  std::shared_ptr<gateway_client> client;
  std::string username;
  /// Zero without a session.
  std::uint64_t session = 0;
  tasks::wire::Scope scope = tasks::wire::SCOPE_ADMIN;
  /// Microseconds since the epoch, of a handover token; zero: only the state
  /// knows its end.
  std::uint64_t expires_us = 0;
  /// All that one login or token has at this node, however it comes.
  std::shared_ptr<request_rate> rate = std::make_shared<request_rate>(0);
  std::uint64_t used_us = 0;
};

using identity_handler
  = std::function<void(outcome<std::shared_ptr<identity>>)>;

struct service;

class identities {
public:
  explicit identities(service& at) : service_(at) {
  }

  /// Who has this credential. The first time, the gateway is asked.
  void find(const credential& what, const std::string& address,
            std::uint64_t now_us, identity_handler then);

  /// Whether that was found before, and has not ended for all that is known.
  bool knows(const credential& what) const;

  /// The administrator, of a cluster where nobody logs in.
  std::shared_ptr<identity> everybody();

  /// A login that was just made.
  void add(const credential& what, std::shared_ptr<identity> who,
           std::uint64_t now_us);

  /// The credential has ended.
  void forget(const credential& what);

  /// Ends calls that are late, and forgets who has sent nothing for minutes.
  void tend(std::uint64_t now_us);

  /// The limit of all has changed in the options.
  void follow_rate();

  std::size_t size() const {
    return known_.size();
  }

private:
  std::shared_ptr<request_rate> rate_of(std::uint64_t session);
  void authenticate(const std::string& key, const std::string& secret);
  void accept(const std::string& key, const std::string& token);
  void ask_who(const std::string& key, std::shared_ptr<identity> who,
               protocol::consistency level);
  void conclude(const std::string& key,
                const outcome<std::shared_ptr<identity>>& found);

  service& service_;
  std::shared_ptr<identity> everybody_;
  std::map<std::string, std::shared_ptr<identity>> known_;
  std::map<std::string, std::vector<identity_handler>> asked_;
  /// The clients of those who were asked for.
  std::map<std::string, std::shared_ptr<identity>> looking_;
  /// By the session: a login makes handover tokens as often as it likes.
  std::map<std::uint64_t, std::weak_ptr<request_rate>> rates_;
};

} // namespace taskraft::http
