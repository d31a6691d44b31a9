// The filters of lists of tasks in the words of the contract, which are those
// of URLs, of flags and of saved views.

#pragma once

#include "tasks.pb.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace taskraft::json {

struct filter_name {
  std::string_view name;
  /// What its value may be.
  std::string_view values;
  /// Whether it holds values between commas, any of which will do. It may be
  /// given again, and each of them must hold.
  bool is_list = false;
};

/// All of them; the order is the contract's.
std::span<const filter_name> task_filters();

/// Reads filters one by one. A name that comes again must hold as well.
class filter_reader {
public:
  explicit filter_reader(tasks::wire::ListTasks& to) : to_(to) {
  }

  /// What is wrong, if something is.
  std::optional<std::string> add(std::string_view name,
                                 const std::string& value);

private:
  tasks::wire::ListTasks& to_;
  std::map<std::string, int, std::less<>> times_;
};

/// "due" or "-due". What is wrong, if something is.
std::optional<std::string> set_task_order(tasks::wire::ListTasks& to,
                                          std::string_view value);

/// The words of `set_task_order`.
std::span<const std::string_view> task_orders();

} // namespace taskraft::json
