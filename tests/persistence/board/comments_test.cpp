// Comments from the command to the list, in every store.

#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace comments_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

wire::Command add_comment(std::uint64_t task, const std::string& text) {
  auto x = wire::Command{};
  x.mutable_add_comment()->set_task(task);
  x.mutable_add_comment()->set_text(text);
  return x;
}

wire::Answer list(persistence::task_board& board, std::uint64_t task,
                  std::uint32_t limit = 0, std::uint64_t after = 0) {
  auto query = wire::Query{};
  query.mutable_list_comments()->set_task(task);
  query.mutable_list_comments()->set_limit(limit);
  query.mutable_list_comments()->set_after(after);
  return ask(board, query);
}

std::vector<std::string> texts_of(const wire::Answer& x) {
  auto texts = std::vector<std::string>{};
  for (const auto& comment : x.comments().comments())
    texts.push_back(comment.text());
  if (x.comments().more())
    texts.emplace_back("...");
  return texts;
}

using texts = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(comments)

BOOST_AUTO_TEST_CASE_TEMPLATE(are_listed_by_task_and_page_by_page, Medium,
                              all_media) {
  auto medium = Medium{};
  {
    auto board = open_board(medium.open());
    auto log = board_log{};
    log.command(1, create_task("One")).command(2, create_task("Two"));
    log.command(3, add_comment(1, "a")).command(4, add_comment(2, "b"));
    log.command(5, add_comment(1, "c")).command(6, add_comment(1, "d"));
    apply(*board, log);
    log.command(7, add_comment(1, "e"));
    apply(*board, log);
  }
  auto board = open_board(medium.open());
  BOOST_TEST(texts_of(list(*board, 1)) == (texts{"a", "c", "d", "e"}));
  BOOST_TEST(texts_of(list(*board, 2)) == texts{"b"});
  auto first = list(*board, 1, 2);
  BOOST_TEST(texts_of(first) == (texts{"a", "c", "..."}));
  BOOST_TEST(texts_of(list(*board, 1, 2, first.comments().comments(1).id()))
             == (texts{"d", "e"}));
  BOOST_TEST(list(*board, 7).refusal().code()
             == static_cast<std::uint32_t>(errc::not_found));
  BOOST_TEST(list(*board, 1, 201).refusal().pointer() == "/limit");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace comments_test
