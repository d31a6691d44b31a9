#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <functional>
#include <string>
#include <vector>

namespace task_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using request = wire::ListTasks;
using ids = std::vector<std::uint64_t>;

constexpr std::int64_t day_us = tasks::day_us;

struct task_fields {
  const char* title;
  const char* description;
  wire::Status status;
  wire::Priority priority;
  std::optional<std::int32_t> due_date;
  std::optional<std::int64_t> due_instant_us;
};

/// Tasks 1 to 6, the last one in the trash.
const std::vector<task_fields> six_tasks = {
  {"banana", "Yellow", wire::STATUS_TODO, wire::PRIORITY_LOW, 10, {}},
  {"Apple",
   "red FRUIT",
   wire::STATUS_IN_PROGRESS,
   wire::PRIORITY_URGENT,
   {},
   9 * day_us},
  {"cherry", "Red fruit", wire::STATUS_COMPLETED, wire::PRIORITY_LOW, 8, {}},
  {"apple", "", wire::STATUS_TODO, wire::PRIORITY_NONE, {}, {}},
  {"100%_'",
   "quoted",
   wire::STATUS_CANCELLED,
   wire::PRIORITY_HIGH,
   {},
   10 * day_us + 1},
  {"thrown away", "", wire::STATUS_TODO, wire::PRIORITY_NONE, {}, {}},
};

void fill(persistence::task_board& board) {
  auto log = board_log{};
  auto number = std::uint64_t{0};
  for (const auto& x : six_tasks) {
    auto command = create_task(x.title);
    auto& fields = *command.mutable_create_task();
    fields.set_description(x.description);
    fields.set_status(x.status);
    fields.set_priority(x.priority);
    if (x.due_date)
      fields.mutable_due()->set_date(*x.due_date);
    if (x.due_instant_us)
      fields.mutable_due()->set_instant_us(*x.due_instant_us);
    ++number;
    log.at(1'000 + number).command(number, command);
  }
  auto removal = wire::Command{};
  removal.mutable_delete_task()->set_id(6);
  log.command(7, removal);
  // Task 1 becomes the one that was updated last.
  auto touch = wire::Command{};
  touch.mutable_update_task()->set_id(1);
  touch.mutable_update_task()->set_description("yellow");
  log.at(5'000).command(8, touch);
  apply(board, log);
}

wire::Answer list(persistence::task_board& board,
                  const std::function<void(request&)>& change) {
  auto query = wire::Query{};
  change(*query.mutable_list_tasks());
  return ask(board, query);
}

ids ids_of(const wire::TaskPage& page) {
  auto found = ids{};
  for (const auto& task : page.tasks())
    found.push_back(task.id());
  return found;
}

ids found_by(persistence::task_board& board,
             const std::function<void(request&)>& change) {
  return ids_of(list(board, change).tasks());
}

bool is_refused_at(const wire::Answer& x, const std::string& pointer) {
  auto code = pointer == "/limit"    ? errc::invalid_value
              : pointer == "/cursor" ? errc::invalid_cursor
                                     : errc::invalid_parameter;
  return x.has_refusal() && x.refusal().pointer() == pointer
         && x.refusal().code() == static_cast<std::uint32_t>(code);
}

template <class Medium>
struct filled {
  filled() {
    fill(*board);
  }

  Medium medium;
  std::unique_ptr<persistence::task_board> board = open_board(medium.open());
};

BOOST_AUTO_TEST_SUITE(a_list_of_tasks)

BOOST_AUTO_TEST_CASE_TEMPLATE(leaves_the_trash_out, Medium, all_media) {
  auto with = filled<Medium>{};
  BOOST_TEST(found_by(*with.board, [](request&) {}) == (ids{1, 2, 3, 4, 5}));
  BOOST_TEST(
    (found_by(*with.board, [](request& x) { x.set_deleted(true); }) == ids{6}));
  BOOST_TEST(get_task(*with.board, 6).task().deleted_at_us() != 0U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(filters_by_status_and_priority, Medium,
                              all_media) {
  auto with = filled<Medium>{};
  BOOST_TEST(found_by(*with.board,
                      [](request& x) {
                        x.add_statuses(wire::STATUS_COMPLETED);
                        x.add_statuses(wire::STATUS_TODO);
                      })
             == (ids{1, 3, 4}));
  BOOST_TEST(found_by(*with.board,
                      [](request& x) {
                        x.add_priorities(wire::PRIORITY_LOW);
                        x.add_statuses(wire::STATUS_TODO);
                      })
             == ids{1});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(filters_by_due_date_and_instant, Medium,
                              all_media) {
  auto with = filled<Medium>{};
  BOOST_TEST(found_by(*with.board,
                      [](request& x) { x.mutable_due_before()->set_date(10); })
             == (ids{2, 3}));
  // An instant on that day: the day has begun before.
  BOOST_TEST(found_by(*with.board,
                      [](request& x) {
                        x.mutable_due_before()->set_instant_us(10 * day_us + 1);
                      })
             == (ids{1, 2, 3}));
  BOOST_TEST(found_by(*with.board,
                      [](request& x) {
                        x.mutable_due_from()->set_instant_us(9 * day_us + 1);
                      })
             == (ids{1, 5}));
  BOOST_TEST(found_by(*with.board,
                      [](request& x) {
                        x.mutable_due_from()->set_date(8);
                        x.mutable_due_before()->set_date(10);
                      })
             == (ids{2, 3}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(filters_by_words_in_any_case, Medium, all_media) {
  auto with = filled<Medium>{};
  auto with_text = [&](const std::string& text) {
    return found_by(*with.board, [&](request& x) { x.set_text(text); });
  };
  BOOST_TEST(with_text("RED") == (ids{2, 3}));
  BOOST_TEST(with_text(" apple  fruit ") == ids{2});
  BOOST_TEST(with_text("%_'") == ids{5});
  BOOST_TEST(with_text("100_") == ids{});
}

// Fault 24.
BOOST_AUTO_TEST_CASE_TEMPLATE(folds_letters_as_unicode_says, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  log.no_op({1}).command(1, create_task("\xc3\x89"
                                        "cole B"));
  // The accent is a character of its own.
  log.command(2, create_task("e\xcc\x81"
                             "cole a"));
  log.command(3, create_task("Z1")).command(4, create_task("z"));
  auto described = create_task("Ecole");
  described.mutable_create_task()->set_description("d'\xc3\x89T\xc3\x89");
  log.command(5, described);
  apply(*board, log);
  auto with_text = [&](const std::string& text) {
    return found_by(*board, [&](request& x) { x.set_text(text); });
  };
  BOOST_TEST(with_text("COLE") == (ids{1, 2, 5}));
  for (const auto* accented :
       {"\xc3\x89", "\xc3\xa9", "E\xcc\x81", "e\xcc\x81"})
    BOOST_TEST(with_text(accented) == (ids{1, 2, 5}));
  BOOST_TEST(with_text("\xc3\x89"
                       "COLE")
             == (ids{1, 2}));
  // Folded, and not padded.
  BOOST_TEST(
    (found_by(*board, [](request& x) { x.set_sort(request::SORT_TITLE); })
     == ids{5, 4, 3, 2, 1}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(comes_in_every_order, Medium, all_media) {
  auto with = filled<Medium>{};
  auto sorted = [&](request::Sort sort, bool descending) {
    return found_by(*with.board, [&](request& x) {
      x.set_sort(sort);
      x.set_descending(descending);
    });
  };
  BOOST_TEST(sorted(request::SORT_ID, true) == (ids{5, 4, 3, 2, 1}));
  BOOST_TEST(sorted(request::SORT_DUE, false) == (ids{3, 2, 1, 5, 4}));
  BOOST_TEST(sorted(request::SORT_DUE, true) == (ids{5, 1, 2, 3, 4}));
  BOOST_TEST(sorted(request::SORT_COMPLETED, false) == (ids{3, 1, 2, 4, 5}));
  BOOST_TEST(sorted(request::SORT_COMPLETED, true) == (ids{3, 1, 2, 4, 5}));
  BOOST_TEST(sorted(request::SORT_PRIORITY, true) == (ids{2, 5, 1, 3, 4}));
  BOOST_TEST(sorted(request::SORT_CREATED, false) == (ids{1, 2, 3, 4, 5}));
  BOOST_TEST(sorted(request::SORT_UPDATED, true) == (ids{1, 5, 4, 3, 2}));
  BOOST_TEST(sorted(request::SORT_STATUS, false) == (ids{1, 4, 2, 3, 5}));
  BOOST_TEST(sorted(request::SORT_TITLE, false) == (ids{5, 2, 4, 1, 3}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(is_whole_when_read_page_by_page, Medium,
                              all_media) {
  auto with = filled<Medium>{};
  for (auto sort = 0; sort <= request::SORT_COMPLETED; ++sort)
    for (auto descending : {false, true})
      for (auto limit : {1U, 2U, 5U}) {
        auto order = [&](request& x) {
          x.set_sort(static_cast<request::Sort>(sort));
          x.set_descending(descending);
        };
        auto whole = found_by(*with.board, order);
        auto pieces = ids{};
        auto cursor = std::string{};
        do {
          auto page = list(*with.board, [&](request& x) {
                        order(x);
                        x.set_limit(limit);
                        x.set_cursor(cursor);
                      }).tasks();
          BOOST_TEST(page.tasks_size() <= static_cast<int>(limit));
          std::ranges::copy(ids_of(page), std::back_inserter(pieces));
          cursor = page.next_cursor();
        } while (!cursor.empty());
        BOOST_TEST(pieces == whole);
      }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(refuses_what_it_does_not_know, Medium,
                              all_media) {
  auto with = filled<Medium>{};
  auto& board = *with.board;
  BOOST_TEST(
    is_refused_at(list(board, [](request& x) { x.set_limit(201); }), "/limit"));
  BOOST_TEST(is_refused_at(
    list(board, [](request& x) { x.add_statuses(wire::STATUS_UNSPECIFIED); }),
    "/status"));
  BOOST_TEST(is_refused_at(
    list(board,
         [](request& x) { x.add_priorities(static_cast<wire::Priority>(9)); }),
    "/priority"));
  BOOST_TEST(is_refused_at(
    list(board, [](request& x) { x.set_sort(static_cast<request::Sort>(9)); }),
    "/sort"));
  BOOST_TEST(is_refused_at(
    list(board, [](request& x) { x.set_text(std::string(1025, 'x')); }),
    "/text"));
  BOOST_TEST(is_refused_at(
    list(board,
         [](request& x) { x.set_text("1 2 3 4 5 6 7 8 9 a b c d e f g h"); }),
    "/text"));
  for (const auto* cursor : {"zz", "00", "abc"})
    BOOST_TEST(is_refused_at(
      list(board, [&](request& x) { x.set_cursor(cursor); }), "/cursor"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(has_50_tasks_a_page_unless_told, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  for (auto i = std::uint64_t{1}; i <= 201; ++i)
    log.command(i, create_task("Title"));
  apply(*board, log);
  BOOST_TEST(list(*board, [](request&) {}).tasks().tasks_size() == 50);
  auto page = list(*board, [](request& x) { x.set_limit(200); }).tasks();
  BOOST_TEST(page.tasks_size() == 200);
  BOOST_TEST(!page.next_cursor().empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(ends_a_page_before_it_outgrows_a_message, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  for (auto i = std::uint64_t{1}; i <= 40; ++i) {
    auto command = create_task("Title");
    command.mutable_create_task()->set_description(std::string(60'000, 'd'));
    log.command(i, command);
    log.command(100 + i, put_key(std::to_string(i), std::string(60'000, 'v')));
  }
  apply(*board, log);
  auto tasks = list(*board, [](request&) {});
  BOOST_TEST(tasks.ByteSizeLong() < 1'100'000U);
  BOOST_TEST(tasks.tasks().tasks_size() > 10);
  BOOST_TEST(!tasks.tasks().next_cursor().empty());
  auto query = wire::Query{};
  query.mutable_list_keys();
  auto keys = ask(*board, query);
  BOOST_TEST(keys.ByteSizeLong() < 1'100'000U);
  BOOST_TEST(keys.pairs().more());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_list_of_keys)

BOOST_AUTO_TEST_CASE_TEMPLATE(has_one_prefix_and_goes_on_after_a_key, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  auto request = std::uint64_t{0};
  for (const auto* key : {"a", "a/1", "a/2", "a/3", "b", "\xff", "\xff\xff"})
    log.command(++request, put_key(key, key));
  apply(*board, log);
  auto keys = [&](const std::string& prefix, const std::string& after,
                  std::uint32_t limit) {
    auto query = wire::Query{};
    query.mutable_list_keys()->set_prefix(prefix);
    query.mutable_list_keys()->set_after(after);
    query.mutable_list_keys()->set_limit(limit);
    auto page = ask(*board, query).pairs();
    auto text = std::string{};
    for (const auto& pair : page.pairs()) {
      BOOST_TEST(pair.value() == pair.key());
      text += pair.key() + " ";
    }
    return text + (page.more() ? "..." : ".");
  };
  BOOST_TEST(keys("", "", 0) == "a a/1 a/2 a/3 b \xff \xff\xff .");
  BOOST_TEST(keys("a/", "", 2) == "a/1 a/2 ...");
  BOOST_TEST(keys("a/", "a/2", 2) == "a/3 .");
  BOOST_TEST(keys("a", "", 4) == "a a/1 a/2 a/3 .");
  BOOST_TEST(keys("\xff", "", 0) == "\xff \xff\xff .");
  BOOST_TEST(keys("", "b", 1) == "\xff ...");
  BOOST_TEST(keys("c", "", 0) == ".");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_query)

BOOST_AUTO_TEST_CASE_TEMPLATE(for_what_is_not_there_says_so, Medium,
                              all_media) {
  auto with = filled<Medium>{};
  auto code = [](const wire::Answer& x) { return x.refusal().code(); };
  constexpr auto not_found = static_cast<std::uint32_t>(errc::not_found);
  BOOST_TEST(code(get_task(*with.board, 7)) == not_found);
  BOOST_TEST(code(get_key(*with.board, "k")) == not_found);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(that_is_none_gets_an_answer_that_says_so, Medium,
                              all_media) {
  auto with = filled<Medium>{};
  auto reader = with.board->open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  auto known = wire::Query{};
  known.mutable_get_task()->set_id(1);
  auto newer = known;
  auto& question = *newer.mutable_get_task();
  question.GetReflection()->MutableUnknownFields(&question)->AddVarint(99, 1);
  auto texts = std::vector<std::string>{"\xff", "", newer.SerializeAsString(),
                                        known.SerializeAsString()};
  auto answers
    = (*reader)->answer({{texts[0]}, {texts[1]}, {texts[2]}, {texts[3]}}, 0);
  BOOST_REQUIRE(static_cast<bool>(answers));
  for (auto i = std::size_t{0}; i < texts.size(); ++i) {
    auto answer = wire::Answer{};
    BOOST_REQUIRE(answer.ParseFromString((*answers)[i].answer));
    BOOST_TEST(answer.has_task() == (i == 3));
    BOOST_TEST(
      (answer.refusal().code() == static_cast<std::uint32_t>(errc::malformed))
      == (i != 3));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_queries_test
