# package.cmake -- what is installed beside the programs, and the Debian package that CPack makes of it: ./dev package.

add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/share/man/man1/wasix.1
  COMMAND ${CMAKE_COMMAND} -DWASIX=$<TARGET_FILE:wasix_cmd> -DOUT=${CMAKE_BINARY_DIR}/share -P ${CMAKE_CURRENT_LIST_DIR}/documents.cmake
  DEPENDS wasix_cmd ${CMAKE_CURRENT_LIST_DIR}/documents.cmake
  COMMENT "Manual pages and completions" VERBATIM)
add_custom_target(documents ALL DEPENDS ${CMAKE_BINARY_DIR}/share/man/man1/wasix.1)

foreach(directory man bash-completion zsh)
  install(DIRECTORY ${CMAKE_BINARY_DIR}/share/${directory} DESTINATION share)
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/wasix.pc.in ${CMAKE_BINARY_DIR}/wasix.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/wasix.pc DESTINATION lib/pkgconfig)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright README.md docs/design.md DESTINATION share/doc/wasix)
install(FILES examples/hello.c examples/embed.c DESTINATION share/doc/wasix/examples)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME wasix)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "wasix maintainers <maintainers@wasix.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "C to WebAssembly with WASI and WASIX, and a runtime for it")
set(CPACK_PACKAGE_DESCRIPTION "Compiles C to WebAssembly modules with a POSIX-like system interface,
tells what such a module wants of its host, and runs it at native speed
with exactly the capabilities that are granted.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
# The libraries of wasix and wasix-compile are found by dpkg-shlibdeps; these are the programs that they start, and the
# compiler's own library for wasm32.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "clang-22, lld-22, libclang-rt-22-dev-wasm32")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "llvm-22")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nettle-dev, wabt")
include(CPack)
