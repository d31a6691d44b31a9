#include "protocol/crypto/sha256.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/running_hash.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace attachment_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    create("ann");
    create("bob");
    ann = log_in("ann", "a");
    bob = log_in("bob", "b");
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("One");
    task = apply(x, ann).task().id();
    auto share = wire::Command{};
    share.mutable_share_task()->set_task(task);
    share.mutable_share_task()->set_username("bob");
    share.mutable_share_task()->set_role(wire::PROJECT_ROLE_MEMBER);
    apply(share, ann);
  }

  wire::Result begin(const std::string& name,
                     const std::string& media_type = "") {
    auto x = wire::Command{};
    x.mutable_begin_upload()->set_task(task);
    x.mutable_begin_upload()->set_name(name);
    x.mutable_begin_upload()->set_media_type(media_type);
    return apply(x, ann);
  }

  wire::Result chunk(std::uint64_t upload, std::uint32_t number,
                     const std::string& content) {
    auto x = wire::Command{};
    x.mutable_add_chunk()->set_upload(upload);
    x.mutable_add_chunk()->set_number(number);
    x.mutable_add_chunk()->set_content(content);
    return apply(x, ann);
  }

  wire::Result finish(std::uint64_t upload, const std::string& sha256 = "") {
    auto x = wire::Command{};
    x.mutable_finish_upload()->set_upload(upload);
    x.mutable_finish_upload()->set_sha256(sha256);
    return apply(x, ann);
  }

  wire::Result cancel(std::uint64_t upload, const protocol::principal& who) {
    auto x = wire::Command{};
    x.mutable_cancel_upload()->set_upload(upload);
    return apply(x, who);
  }

  wire::Result remove(std::uint64_t id, const protocol::principal& who) {
    auto x = wire::Command{};
    x.mutable_delete_attachment()->set_id(id);
    return apply(x, who);
  }

  wire::Attachment added(const std::string& name, const std::string& content) {
    auto upload = begin(name).upload().id();
    chunk(upload, 0, content);
    return finish(upload).attachment();
  }

  protocol::principal ann;
  protocol::principal bob;
  std::uint64_t task = 0;
};

BOOST_AUTO_TEST_SUITE(a_running_hash)

BOOST_AUTO_TEST_CASE(is_sha_256_wherever_it_is_cut) {
  auto text = std::string{};
  for (auto i = 0; i < 300; ++i)
    text += static_cast<char>(i * 7);
  for (auto size = std::size_t{0}; size <= text.size(); ++size)
    for (auto cut = std::size_t{0}; cut <= size; cut += 64) {
      auto state = tasks::add_to_hash(tasks::begin_hash(), text.substr(0, cut));
      BOOST_TEST_REQUIRE(state.size() == 40U);
      auto digest = tasks::finish_hash(state, text.substr(cut, size - cut));
      BOOST_TEST_REQUIRE(
        protocol::hex(digest)
        == protocol::hex(protocol::sha256_bytes(text.substr(0, size))));
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(an_attachment, fixture)

BOOST_AUTO_TEST_CASE(comes_in_chunks_and_is_there_once_it_is_whole) {
  auto first = std::string(tasks::min_chunk_bytes, 'a');
  auto last = std::string{"the end"};
  auto upload = begin("plan.txt", "text/plain").upload().id();
  BOOST_TEST(chunk(upload, 0, first).upload().chunks() == 1U);
  BOOST_TEST(chunk(upload, 1, last).upload().size()
             == first.size() + last.size());
  BOOST_TEST(state.find_all<wire::Attachment>(task).empty());
  auto x = finish(upload).attachment();
  BOOST_TEST(x.id() == upload);
  BOOST_TEST(x.name() == "plan.txt");
  BOOST_TEST(x.media_type() == "text/plain");
  BOOST_TEST(x.size() == first.size() + last.size());
  BOOST_TEST(x.chunks() == 2U);
  BOOST_TEST(x.creator() == "ann");
  BOOST_TEST(protocol::hex(x.sha256())
             == protocol::hex(protocol::sha256_bytes(first + last)));
  BOOST_TEST(state.find_all<wire::Upload>().empty());
  BOOST_TEST(state.find<wire::AttachmentChunk>(upload, 1U)->content() == last);
  BOOST_TEST(state.find_all<wire::Change>(index)[0]->action()
             == "attachment.created");
}

BOOST_AUTO_TEST_CASE(may_be_empty) {
  auto x = finish(begin("empty").upload().id()).attachment();
  BOOST_TEST(x.size() == 0U);
  BOOST_TEST(protocol::hex(x.sha256())
             == protocol::hex(protocol::sha256_bytes("")));
}

BOOST_AUTO_TEST_CASE(is_refused_with_another_digest_than_its_bytes_have) {
  auto upload = begin("x").upload().id();
  chunk(upload, 0, "abc");
  BOOST_TEST(
    is_refused(finish(upload, digest("abd")), errc::invalid_value, "/sha256"));
  BOOST_TEST(finish(upload, digest("abc")).has_attachment());
}

BOOST_AUTO_TEST_CASE(takes_chunks_in_their_order_alone) {
  auto upload = begin("x").upload().id();
  BOOST_TEST(is_refused(chunk(upload, 1, "b"), errc::conflict, "/number"));
  BOOST_TEST(chunk(upload, 0, "a").has_upload());
  // That was a last one.
  BOOST_TEST(is_refused(chunk(upload, 1, "b"), errc::conflict, "/number"));
  BOOST_TEST(is_refused(chunk(9999, 0, "b"), errc::not_found, "/upload"));
}

BOOST_AUTO_TEST_CASE(has_a_name_of_a_file_that_no_other_has) {
  for (const auto* name : {"", " ", ".", "..", "a/b", "a\\b", "a\nb"})
    BOOST_TEST(is_refused(begin(name), errc::invalid_value, "/name"), name);
  BOOST_TEST(
    is_refused(begin("x", "text"), errc::invalid_value, "/media_type"));
  added("x", "1");
  BOOST_TEST(is_refused(begin("x"), errc::duplicate, "/name"));
  // The upload that is finished first has the name.
  auto one = begin("y").upload().id();
  auto other = begin("y").upload().id();
  BOOST_TEST(finish(one).has_attachment());
  BOOST_TEST(is_refused(finish(other), errc::duplicate, "/name"));
}

BOOST_AUTO_TEST_CASE(has_at_most_10_mib) {
  auto upload = begin("x").upload().id();
  auto content = std::string(tasks::max_chunk_bytes, 'x');
  auto number = std::uint32_t{0};
  for (; number < tasks::max_attachment_bytes / content.size(); ++number)
    BOOST_TEST_REQUIRE(chunk(upload, number, content).has_upload());
  BOOST_TEST(
    is_refused(chunk(upload, number, "x"), errc::invalid_value, "/content"));
  BOOST_TEST(finish(upload).attachment().size() == tasks::max_attachment_bytes);
}

BOOST_AUTO_TEST_CASE(that_was_not_finished_is_given_up_after_an_hour) {
  auto upload = begin("x").upload().id();
  chunk(upload, 0, "abc");
  BOOST_TEST(is_refused(cancel(upload, node()), errc::conflict, "/upload"));
  BOOST_TEST(is_refused(cancel(upload, bob), errc::not_found, "/upload"));
  index += tasks::upload_idle_us / 1000;
  BOOST_TEST(cancel(upload, node()).has_upload());
  BOOST_TEST(state.find_all<wire::Upload>().empty());
  BOOST_TEST(state.find_all<wire::AttachmentChunk>().empty());
}

BOOST_AUTO_TEST_CASE(is_deleted_by_who_added_it_or_a_manager) {
  auto x = added("x", "1");
  BOOST_TEST(code_of(remove(x.id(), bob)) == errc::not_allowed);
  BOOST_TEST(remove(x.id(), ann).has_attachment());
  BOOST_TEST(is_refused(remove(x.id(), ann), errc::not_found, "/id"));
  BOOST_TEST(state.find_all<wire::AttachmentChunk>().empty());
  BOOST_TEST(state.find_all<wire::AttachmentPlace>().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace attachment_rules_test
