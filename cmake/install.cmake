# What `cmake --install` puts in place: programs, manual pages, completion of
# the shells, documentation. The target `manual` makes what is not compiled.

include(GNUInstallDirs)
set(TASKRAFT_ZSH_FOLDER
    ${CMAKE_INSTALL_DATADIR}/zsh/site-functions
    CACHE STRING "Where zsh looks for completion functions")

set(man_folder ${CMAKE_BINARY_DIR}/man)
set(configuration ${PROJECT_SOURCE_DIR}/docs/configuration.md)
add_custom_command(
  OUTPUT ${man_folder}/man1/taskraft.1
  # A command that is gone leaves no page.
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${man_folder}
  COMMAND man_pages ${configuration} ${man_folder}
  DEPENDS man_pages ${configuration}
  VERBATIM)

set(completions)
foreach(shell bash zsh fish)
  set(script ${CMAKE_BINARY_DIR}/completion/taskraft.${shell})
  add_custom_command(
    OUTPUT ${script}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/completion
    COMMAND taskraft completion ${shell} > ${script}
    DEPENDS taskraft
    VERBATIM)
  list(APPEND completions ${script})
endforeach()
add_custom_target(manual ALL DEPENDS ${man_folder}/man1/taskraft.1
                                     ${completions})

install(TARGETS taskraft DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS taskraftd DESTINATION ${CMAKE_INSTALL_SBINDIR})
install(DIRECTORY ${man_folder}/ DESTINATION ${CMAKE_INSTALL_MANDIR})
install(FILES ${CMAKE_BINARY_DIR}/completion/taskraft.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME taskraft)
install(FILES ${CMAKE_BINARY_DIR}/completion/taskraft.zsh
        DESTINATION ${TASKRAFT_ZSH_FOLDER}
        RENAME _taskraft)
install(FILES ${CMAKE_BINARY_DIR}/completion/taskraft.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES README.md CHANGELOG.md LICENSE
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR})
