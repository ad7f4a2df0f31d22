# embed.cmake -- the public header in other dialects, the example, and programs that use the API alone.

file(WRITE ${CMAKE_BINARY_DIR}/tests/header.c "#include \"wasix.h\"\n")
foreach(dialect c11 c++17)
  string(REGEX REPLACE "[0-9+]+" "" language ${dialect})
  string(REPLACE "+" "x" name ${dialect})
  if(dialect MATCHES "\\+")
    set(language c++)
  endif()
  wasix_test(embed.header_is_${name} ${CMAKE_C_COMPILER} -x ${language} -std=${dialect} -pedantic-errors -Wall -Wextra -Werror
    -fsyntax-only -I${CMAKE_SOURCE_DIR}/include ${CMAKE_BINARY_DIR}/tests/header.c)
endforeach()

wasix_test(embed.example_calls_both_ways embed)
set_tests_properties(embed.example_calls_both_ways PROPERTIES
  PASS_REGULAR_EXPRESSION "^100.5 \\(after 1 call of ours\\)\ntrap: colder than cold can be\n$")

wasix_test(embed.example_runs_a_command sh ${CMAKE_CURRENT_SOURCE_DIR}/embed/example_runs_a_command.sh)

file(GLOB embedders CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/embed/*.c)
foreach(file ${embedders})
  get_filename_component(behaviour ${file} NAME_WE)
  add_executable(embed_${behaviour} ${file})
  set_target_properties(embed_${behaviour} PROPERTIES OUTPUT_NAME ${behaviour}
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/embed)
  target_link_libraries(embed_${behaviour} PRIVATE wasix)
  wasix_test(embed.${behaviour} embed_${behaviour})
  set_property(TEST embed.${behaviour} APPEND PROPERTY ENVIRONMENT
    WASIX_COMPILER=${CMAKE_BINARY_DIR}/lib/wasix/wasix-compile)
endforeach()
