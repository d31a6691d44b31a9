// A way to the server that nobody can listen to or change.

#include "persistence/mysql/mysql_connection.hpp"
#include "tests/support/processes/mariadb_server.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/tls/certificates.hpp"
#include "tests/support/unit_test.hpp"

#include <cppconn/exception.h>

#include <fstream>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace mysql_tls_test {

using namespace taskraft;
using persistence::mysql::connection;

std::string free_port() {
  auto socket = ::socket(AF_INET, SOCK_STREAM, 0);
  auto address = sockaddr_in{};
  auto size = socklen_t{sizeof address};
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(socket, raw, size);
  ::getsockname(socket, raw, &size);
  ::close(socket);
  return std::to_string(ntohs(address.sin_port));
}

struct fixture {
  tests::temporary_folder folder;
  tests::authority ca{folder.path()};
  tests::authority other{folder.path(), "other"};
  std::string port = free_port();
  tests::mariadb_server server{options()};

  std::vector<std::string> options() const {
    auto files = ca.issue("server", {.names = {"localhost"}});
    return {"--skip-networking=0",
            "--bind-address=127.0.0.1,127.0.0.2",
            "--port=" + port,
            "--ssl-ca=" + files.ca,
            "--ssl-cert=" + files.certificate,
            "--ssl-key=" + files.key};
  }

  persistence::mysql::access access(const std::string& ssl_ca,
                                    const std::string& host
                                    = "127.0.0.1") const {
    return {.url = "tcp://" + host + ":" + port,
            .schema = "",
            .user = "someone",
            .password = "secret",
            .ssl_ca = ssl_ca};
  }
};

BOOST_FIXTURE_TEST_SUITE(the_way_to_a_mysql_server, fixture)

BOOST_AUTO_TEST_CASE(is_by_tls_and_sends_no_files) {
  server.execute("CREATE USER someone@'%' IDENTIFIED BY 'secret'");
  server.execute("CREATE DATABASE d");
  server.execute("CREATE TABLE d.t (line TEXT)");
  server.execute("GRANT ALL ON d.* TO someone@'%'");
  auto open = connection{access(ca.file())};
  auto found = open.ask("SHOW STATUS LIKE 'Ssl_version'");
  BOOST_TEST_REQUIRE(found->next());
  BOOST_TEST(found->getString(2).asStdString().starts_with("TLSv1."));
  // Another CA, another name, or no CA.
  BOOST_CHECK_THROW(connection{access(other.file())}, sql::SQLException);
  BOOST_CHECK_THROW(connection(access(ca.file(), "127.0.0.2")),
                    sql::SQLException);
  auto plain = connection{access("")};
  found = plain.ask("SHOW STATUS LIKE 'Ssl_version'");
  BOOST_TEST_REQUIRE(found->next());
  BOOST_TEST(found->getString(2).asStdString() == "");
  auto path = (folder.path() / "secret").string();
  std::ofstream{path} << "a secret of the node\n";
  BOOST_CHECK_THROW(
    open.execute("LOAD DATA LOCAL INFILE '" + path + "' INTO TABLE d.t"),
    sql::SQLException);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace mysql_tls_test
