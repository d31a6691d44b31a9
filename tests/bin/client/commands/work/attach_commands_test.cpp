#include "protocol/crypto/sha256.hpp"
#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace commands_attach_test {

using namespace taskraft::client;
using taskraft::protocol::sha256_bytes;

struct fixture : run_fixture {
  std::string file(const std::string& name, const std::string& content) {
    auto path = (folder.path() / name).string();
    std::ofstream{path} << content;
    return path;
  }

  void answer_upload() {
    auto x = wire::Result{};
    x.mutable_upload()->set_id(6);
    cluster.answer(x);
  }

  static wire::Attachment attachment(const std::string& content) {
    auto x = wire::Attachment{};
    x.set_id(6);
    x.set_task(42);
    x.set_name("plan.txt");
    x.set_size(content.size());
    x.set_media_type("text/plain");
    x.set_sha256(sha256_bytes(content));
    x.set_creator("ann");
    x.set_created_at_us(1'796'137'200'000'000);
    x.set_chunks(1);
    return x;
  }

  /// The list, and the only chunk of its only element.
  void answer_content(const std::string& promised, const std::string& given) {
    auto list = wire::Answer{};
    *list.mutable_attachments()->add_attachments() = attachment(promised);
    cluster.answer(list);
    auto chunk = wire::Answer{};
    chunk.mutable_chunk()->set_content(given);
    cluster.answer(chunk);
  }

  static std::string content(const std::string& path) {
    auto in = std::ifstream{path};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  taskraft::tests::temporary_folder folder;
};

BOOST_FIXTURE_TEST_SUITE(an_attach_command, fixture)

BOOST_AUTO_TEST_CASE(sends_a_file_in_chunks) {
  auto text = std::string(100'000, 'x');
  answer_upload();
  answer_upload();
  answer_upload();
  auto whole = wire::Result{};
  *whole.mutable_attachment() = attachment(text);
  cluster.answer(whole);
  BOOST_TEST(run_words({"attach", "add", "42", file("plan.txt", text)}) == 0);
  BOOST_TEST(out.str() == "6\n");
  BOOST_TEST(cluster.command(0).begin_upload().name() == "plan.txt");
  BOOST_TEST(cluster.command(0).begin_upload().media_type() == "text/plain");
  BOOST_TEST(cluster.command(1).add_chunk().content().size() == 65'536U);
  BOOST_TEST(cluster.command(2).add_chunk().number() == 1U);
  BOOST_TEST(cluster.command(2).add_chunk().content().size() == 34'464U);
  BOOST_TEST(cluster.command(3).finish_upload().sha256() == sha256_bytes(text));
}

// It took one of its user's four places for an hour.
BOOST_AUTO_TEST_CASE(gives_up_what_it_has_sent_if_the_rest_is_refused) {
  answer_upload();
  cluster.refuse_command(taskraft::errc::too_many, "",
                         "no room for attachments");
  answer_upload();
  BOOST_TEST(run_words({"attach", "add", "42", file("plan.txt", "text")}) == 5);
  BOOST_TEST_REQUIRE(cluster.asked.size() == 3U);
  BOOST_TEST(cluster.command(2).cancel_upload().upload() == 6U);
  BOOST_TEST(err.str().find("no room for attachments") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(sends_nothing_of_what_is_too_large_or_not_there) {
  auto large = file("large", std::string((10U << 20U) + 1, 'x'));
  BOOST_TEST(run_words({"attach", "add", "42", large}) == 7);
  BOOST_TEST(run_words({"attach", "add", "42", large + "-not"}) == 1);
  BOOST_TEST(cluster.asked.empty());
}

BOOST_AUTO_TEST_CASE(fetches_a_file_but_never_over_another) {
  auto path = (folder.path() / "got").string();
  answer_content("the plan", "the plan");
  BOOST_TEST(run_words({"attach", "get", "42", "plan.txt", "--output", path})
             == 0);
  BOOST_TEST(content(path) == "the plan");
  answer_content("the plan", "the plan");
  BOOST_TEST(run_words({"attach", "get", "42", "plan.txt", "--output", path})
             == 5);
  cluster.outcomes.clear();
  answer_content("the plan", "the plan");
  BOOST_TEST(run_words({"attach", "get", "42", "plan.txt", "--output", "-"})
             == 0);
  BOOST_TEST(out.str() == "the plan");
}

// SECURITY 16.
BOOST_AUTO_TEST_CASE(fetches_no_file_through_a_link) {
  auto victim = folder.path() / "victim";
  auto link = folder.path() / "got";
  std::filesystem::create_symlink(victim, link);
  for (auto is_there : {false, true}) {
    if (is_there)
      file("victim", "mine");
    cluster.outcomes.clear();
    answer_content("the plan", "the plan");
    BOOST_TEST(
      run_words({"attach", "get", "42", "plan.txt", "--output", link.string()})
      == 5);
    BOOST_TEST(std::filesystem::exists(victim) == is_there);
    BOOST_TEST(std::filesystem::is_symlink(link));
  }
  BOOST_TEST(content(victim.string()) == "mine");
}

BOOST_AUTO_TEST_CASE(leaves_nothing_of_bytes_that_are_not_the_right_ones) {
  auto path = (folder.path() / "got").string();
  answer_content("the plan", "the plot");
  BOOST_TEST(run_words({"attach", "get", "42", "plan.txt", "--output", path})
             == 1);
  BOOST_TEST(std::filesystem::is_empty(folder.path()));
  BOOST_TEST(err.str().find("SHA-256") != std::string::npos);
  answer_content("the plan", "");
  BOOST_TEST(run_words({"attach", "get", "42", "other"}) == 3);
}

BOOST_AUTO_TEST_CASE(lists_as_the_contract_says) {
  answer_content("the plan", "");
  BOOST_TEST(run_words({"attach", "list", "42", "--json"}) == 0);
  BOOST_TEST(out.str()
             == R"([{"id":6,"task":42,"name":"plan.txt","size":8,)"
                R"("media_type":"text/plain","sha256":")"
                  + taskraft::protocol::hex(sha256_bytes("the plan"))
                  + R"(","creator":"ann",)"
                    R"("created_at":"2026-12-01T15:00:00.000Z"}])"
                    "\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_attach_test
