# documents.cmake -- manual pages and shell completions, all of them printed by wasix itself.
#   cmake -DWASIX=PROGRAM -DOUT=DIRECTORY -P documents.cmake
function(print_to file)
  execute_process(COMMAND ${WASIX} help ${ARGN} OUTPUT_VARIABLE text RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "wasix help ${ARGN} failed: ${status}")
  endif()
  file(WRITE ${OUT}/${file} "${text}")
  set(text "${text}" PARENT_SCOPE)
endfunction()

# The page of wasix names those of its commands.
print_to(man/man1/wasix.1 --man)
string(REGEX MATCHALL "\n\\.BR wasix\\\\-[a-z]+" pages "${text}")
foreach(page ${pages})
  string(REGEX REPLACE ".*-" "" command "${page}")
  print_to(man/man1/wasix-${command}.1 --man ${command})
endforeach()
file(WRITE ${OUT}/man/man1/wasixcc.1 ".so man1/wasix-cc.1\n")

print_to(bash-completion/completions/wasix --completion bash)
foreach(name wasixcc wasix-cc)
  file(CREATE_LINK wasix ${OUT}/bash-completion/completions/${name} SYMBOLIC)
endforeach()
print_to(zsh/site-functions/_wasix --completion zsh)
