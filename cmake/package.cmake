# The Debian package, which scripts/package makes. What only a package has
# (units, example settings, maintainer scripts) comes from deploy/.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME taskraft)
set(CPACK_PACKAGE_CONTACT "taskraft maintainers <taskraft@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY
    "replicated task manager that survives the loss of nodes")
set(CPACK_PACKAGE_DESCRIPTION
    "taskraft keeps tasks, comments and files of teams on several nodes, by
consensus (Raft): it works, and loses nothing that it has acknowledged, while
any minority of its nodes is dead, cut off or slow. Every node serves
everything, to the command line and over HTTP.
.
The package has the node, taskraftd, with a systemd unit for each node of a
machine, and the client, taskraft.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/package_files.cmake)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "systemd-standalone-sysusers | systemd, tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "mariadb-server")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEBUGINFO_PACKAGE ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(maintainer_files)
foreach(file conffiles postinst prerm postrm)
  list(APPEND maintainer_files ${PROJECT_SOURCE_DIR}/deploy/debian/${file})
endforeach()
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${maintainer_files})

# For package_files.cmake.
set(CPACK_TASKRAFT_SOURCES ${PROJECT_SOURCE_DIR})
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
include(CPack)
