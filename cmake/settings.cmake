# Warnings, and the CAF libraries: Debian ships them without CMake files.

add_library(taskraft_settings INTERFACE)
target_include_directories(taskraft_settings INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(taskraft_settings
                           INTERFACE TASKRAFT_VERSION="${PROJECT_VERSION}")
target_compile_options(
  taskraft_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                              -Werror)
target_link_libraries(taskraft_settings INTERFACE Threads::Threads)

find_path(CAF_INCLUDE caf/all.hpp REQUIRED)
foreach(part core io)
  find_library(CAF_${part} caf_${part} REQUIRED)
  add_library(caf_${part} INTERFACE)
  target_include_directories(caf_${part} SYSTEM INTERFACE ${CAF_INCLUDE})
  target_link_libraries(caf_${part} INTERFACE ${CAF_${part}})
endforeach()

# A room: a static library of every source directly in the given folders, but
# for what `EXCEPT` names.
function(taskraft_room name)
  cmake_parse_arguments(ARG "" "" "EXCEPT" ${ARGN})
  set(sources)
  foreach(folder ${ARG_UNPARSED_ARGUMENTS})
    file(GLOB found CONFIGURE_DEPENDS ${folder}/*.cpp)
    foreach(source ${ARG_EXCEPT})
      list(REMOVE_ITEM found ${CMAKE_CURRENT_SOURCE_DIR}/${source})
    endforeach()
    list(APPEND sources ${found})
  endforeach()
  if(NOT sources)
    set(empty ${CMAKE_CURRENT_BINARY_DIR}/${name}_empty.cpp)
    file(WRITE ${empty} "")
    set(sources ${empty})
  endif()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC taskraft_settings)
endfunction()
