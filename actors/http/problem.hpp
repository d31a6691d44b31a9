// Why a request has failed (RFC 9457), for every status from 400 on.

#pragma once

#include "actors/http/message.hpp"
#include "protocol/errors.hpp"
#include "protocol/json/objects.hpp"
#include "protocol/request.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace taskraft::http {

/// What was wrong, and where.
struct field_error {
  enum class place : std::uint8_t { body, query, header };

  place in = place::body;
  /// A JSON pointer, or the name of a parameter or a header.
  std::string name;
  std::string code;
  std::string message;
};

struct problem {
  unsigned status = 500;
  std::string code;
  std::string detail;
  std::vector<field_error> errors = {};
  bool retryable = false;
  /// Seconds; zero: nothing is said.
  unsigned retry_after = 0;
  /// Members beside the usual ones.
  json::object more = json::object::object();
  header_list headers = {};
};

template <class T>
using outcome = std::variant<T, problem>;

/// Of the request as a whole.
problem plain_problem(unsigned status, std::string code, std::string detail);

/// 503 for a user who has too much waiting here.
problem too_many_waits();

/// Of one error, whose code is the problem's.
problem problem_at(unsigned status, field_error error);

problem problem_of(errc code, const std::string& detail,
                   const std::string& pointer = {});

/// What the rules refuse.
problem problem_of(const tasks::wire::Refusal& why);

/// Why there is no answer of the rules.
problem problem_of(protocol::answer_status status);

response to_response(const problem& x, const std::string& request_id);

} // namespace taskraft::http
