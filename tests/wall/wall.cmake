# wall.cmake -- embedders that raise the second wall and then do what a bug would do; the rest of the folder are commands.

file(GLOB walled CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/wall/*.c)
foreach(file ${walled})
  get_filename_component(behaviour ${file} NAME_WE)
  add_executable(wall_${behaviour} ${file})
  set_target_properties(wall_${behaviour} PROPERTIES OUTPUT_NAME ${behaviour}
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/wall)
  target_link_libraries(wall_${behaviour} PRIVATE wasix)
  wasix_test(wall.${behaviour} wall_${behaviour})
  set_property(TEST wall.${behaviour} APPEND PROPERTY ENVIRONMENT
    WASIX_COMPILER=${CMAKE_BINARY_DIR}/lib/wasix/wasix-compile)
endforeach()

file(GLOB commands CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/wall/*.sh)
foreach(file ${commands})
  get_filename_component(behaviour ${file} NAME_WE)
  wasix_test(wall.${behaviour} sh ${file})
endforeach()
