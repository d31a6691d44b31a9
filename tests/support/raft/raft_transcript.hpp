// Writes down what a cluster of pure rules does, for people: each message as it
// is sent, and terms, votes and logs side by side.

#pragma once

#include "tests/support/raft/raft_harness.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace taskraft::tests {

class raft_transcript {
public:
  explicit raft_transcript(raft_cluster& cluster) : cluster_(cluster) {
    cluster_.on_send = [this](const envelope& x, bool arrives) {
      text_ += "  " + number(x.from) + " > " + number(x.to) + "  "
               + std::visit(describe, x.message)
               + (arrives ? "\n" : "  (lost)\n");
    };
  }
  raft_transcript(const raft_transcript&) = delete;
  raft_transcript& operator=(const raft_transcript&) = delete;
  ~raft_transcript() {
    cluster_.on_send = nullptr;
  }

  void say(const std::string& sentence) {
    text_ += (text_.empty() ? "" : "\n") + sentence + "\n";
  }

  /// A column for each node, a row for each index.
  void show() {
    text_ += "\n";
    row("", [](const auto& one) { return "node " + number(one.state.self); });
    row("", [](const auto& one) { return role_of(one); });
    row("term", [](const auto& one) { return number(one.state.hard.term); });
    row("vote", [](const auto& one) {
      auto vote = one.state.hard.vote;
      return vote.value == 0 ? "-" : "for " + number(vote);
    });
    row("members", [](const auto& one) { return members_of(one); });
    auto longest = std::size_t{0};
    for (const auto& [id, one] : cluster_.nodes())
      longest = std::max(longest, one.log.size());
    for (auto index = std::size_t{1}; index <= longest; ++index)
      row("log " + std::to_string(index),
          [&](const auto& one) { return entry_of(one, index); });
  }

  const std::string& text() const {
    return text_;
  }

private:
  static constexpr auto column = std::size_t{15};

  template <class Tag>
  static std::string number(raft::number<Tag> x) {
    return std::to_string(x.value);
  }

  static std::string place(const raft::log_position& x) {
    return number(x.index) + "/" + number(x.term);
  }

  static std::string role_of(const test_node& one) {
    constexpr auto names = std::array{"follower", "candidate", "leader"};
    return names.at(static_cast<std::size_t>(one.kind()));
  }

  static std::string members_of(const test_node& one) {
    auto text = std::string{};
    for (const auto& member : one.state.members().members)
      text += (text.empty() ? "" : " ") + number(member.id)
              + (member.voter ? "" : "?");
    return text;
  }

  static std::string kind_of(const logged_entry& x) {
    using enum raft::entry_kind;
    switch (x.kind) {
      case no_op:
        return "(opening)";
      case membership:
        return "(members)";
      case level:
        return "(rules)";
      case command:
        return x.payload;
    }
    return "";
  }

  /// A committed entry, as far as the node knows, has a star.
  static std::string entry_of(const test_node& one, std::size_t index) {
    if (index > one.log.size())
      return "";
    if (index <= one.state.log.base().index.value)
      return "cut";
    const auto& entry = one.log[index - 1];
    auto mark = index <= one.state.commit_index.value ? "*" : " ";
    return number(entry.term) + mark + kind_of(entry);
  }

  template <class Cell>
  void row(std::string line, Cell cell) {
    line = "  " + line;
    line.resize(11, ' ');
    for (const auto& [id, one] : cluster_.nodes()) {
      auto text = std::string{cell(one)};
      text.resize(std::max(text.size() + 1, column), ' ');
      line += text;
    }
    text_ += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }

  struct describer {
    std::string operator()(const raft::append_entries& x) const {
      auto text = "append_entries: term " + number(x.term) + ", after "
                  + place(x.previous);
      for (auto entry : x.entries)
        text += ", entry " + place({entry.index, entry.term});
      return text + ", commit " + number(x.commit_index);
    }
    std::string operator()(const raft::appended& x) const {
      return "appended: term " + number(x.term)
             + (x.matched ? ", match " + place(x.match)
                          : ", refused " + number(x.refused_previous)
                              + ", try after " + place(x.conflict_hint));
    }
    std::string operator()(const raft::request_vote& x) const {
      return (x.pre_vote ? "request_vote (pre-vote): term "
                         : "request_vote: term ")
             + number(x.term) + ", last " + place(x.last);
    }
    std::string operator()(const raft::voted& x) const {
      return (x.pre_vote ? "voted (pre-vote): term " : "voted: term ")
             + number(x.term) + (x.granted ? ", granted" : ", refused");
    }
    std::string operator()(const raft::timeout_now& x) const {
      return "timeout_now: term " + number(x.term);
    }
    std::string operator()(const raft::install_snapshot& x) const {
      return "install_snapshot: term " + number(x.term) + ", of all up to "
             + place(x.about.base.position) + ", piece "
             + std::to_string(x.offset + 1) + " of "
             + std::to_string(x.about.size_bytes);
    }
    std::string operator()(const raft::snapshot_received& x) const {
      return "snapshot_received: term " + number(x.term) + ", pieces "
             + std::to_string(x.offset);
    }
  };
  static constexpr auto describe = describer{};

  raft_cluster& cluster_;
  std::string text_;
};

} // namespace taskraft::tests
