#include "protocol/tasks/words.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace words_test {

using namespace taskraft::tasks;

BOOST_AUTO_TEST_SUITE(a_word)

BOOST_AUTO_TEST_CASE(stands_for_a_number) {
  BOOST_TEST(word_of(status_words, wire::STATUS_TODO) == "todo");
  BOOST_TEST(word_of(status_words, 99) == "");
  BOOST_TEST(number_of(status_words, "completed") == wire::STATUS_COMPLETED);
  BOOST_TEST(!number_of(status_words, "done").has_value());
  BOOST_TEST(!number_of({}, "todo").has_value());
}

BOOST_AUTO_TEST_CASE(is_there_for_each_number_that_rows_hold) {
  for (const auto* each :
       {wire::Status_descriptor(), wire::Priority_descriptor(),
        wire::SiteRole_descriptor(), wire::ProjectRole_descriptor(),
        wire::SessionKind_descriptor(), wire::Scope_descriptor(),
        wire::Via_descriptor(), wire::NotificationKind_descriptor()}) {
    auto words = words_of(*each);
    // The first value is "unspecified".
    for (auto i = 1; i < each->value_count(); ++i)
      BOOST_TEST(!word_of(words, each->value(i)->number()).empty(),
                 each->value(i)->name());
  }
  BOOST_TEST(words_of(*wire::ListTasks::Sort_descriptor()).empty());
}

BOOST_AUTO_TEST_CASE(is_listed_with_the_others) {
  BOOST_TEST(listed(scope_words) == "read, write, admin");
  BOOST_TEST(listed({}) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace words_test
