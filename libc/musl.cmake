# musl.cmake -- the sysroot: which of musl's files are in, which are ours, with which flags.
#
# Included by CMakeLists.txt it gives the target `sysroot`; libc/build.cmake includes it for the
# lists. The sysroot is built outside the runtime's build, in a cache keyed by its inputs, so that
# a second build, another build tree and CI find it ready.

# Left out or replaced. Everything else in musl's src/ is compiled as it comes.
set(WASIX_MUSL_WITHOUT
  # replaced because of how wasm does it
  dirent/readdir.c dirent/seekdir.c dirent/telldir.c     # a position is a cookie of the host, not an offset: sys/file/dir.c
  env/__environ.c internal/libc.c                        # arguments and environment are fetched by who uses them: sys/start/environ.c, sys/start/libc.c
  env/__init_tls.c env/__libc_start_main.c               # no ELF headers, no auxiliary vector: sys/start/tls.c, crt/start.c
  exit/abort.c                        # ends by the host, without importing signal registration: sys/process/abort.c
  exit/exit.c                         # thread-local objects of the caller go first: sys/process/exit_program.c
  ipc/semctl.c                        # a union is not passed as a number is: sys/ipc/sysv_sem.c
  ipc/semtimedop.c                    # takes the number for one with 32-bit times: sys/ipc/sysv_sem.c
  ldso/dlopen.c                       # does not say what could not be loaded: sys/dlopen.c
  malloc/calloc.c malloc/free.c malloc/libc_calloc.c     # each takes locks and looks at a block from all sides: sys/memory/malloc.c
  malloc/lite_malloc.c malloc/realloc.c malloc/replaced.c
  malloc/mallocng/aligned_alloc.c malloc/mallocng/donate.c malloc/mallocng/free.c
  malloc/mallocng/malloc.c malloc/mallocng/malloc_usable_size.c malloc/mallocng/realloc.c
  math/acoshl.c math/asinhl.c math/coshl.c math/erfl.c   # musl takes double for 128 bits: math/
  math/expl.c math/expm1l.c math/lgammal.c math/log10l.c
  math/log1pl.c math/log2l.c math/logl.c math/powl.c
  math/sinhl.c math/tanhl.c math/tgammal.c
  misc/openpty.c misc/pty.c                              # the host makes the pair without a name: sys/tty/openpty.c, sys/tty/pty.c
  misc/wordexp.c                                         # lets through what is no word: sys/process/wordexp.c
  mq/mq_close.c mq/mq_notify.c                           # a thread waits at the queue, not at a socket: sys/ipc/mq_notify.c
  misc/syscall.c                                         # its number is not a constant: sys/syscall.c
  network/getifaddrs.c network/if_indextoname.c network/if_nameindex.c network/if_nametoindex.c
  network/netlink.c                                      # the host lists its interfaces: sys/net/interfaces.c
  network/recv.c network/send.c                          # no function between them and the import: sys/net/recv.c, sys/net/send.c
  network/res_msend.c                                    # the host asks its name servers: sys/net/resolve.c
  passwd/nscd_query.c                                    # there is no such daemon, and asking takes a socket: sys/process/nscd.c
  process/posix_spawn.c                                  # musl's way is clone, exec and a pipe: sys/process/spawn.c
  process/posix_spawnattr_sched.c                        # are ENOSYS: sys/process/spawn_sched.c
  sched/sched_getparam.c sched/sched_getscheduler.c      # fail without asking: sys/process/sched.c
  sched/sched_setparam.c sched/sched_setscheduler.c
  setjmp/longjmp.c setjmp/setjmp.c                       # exceptions: sys/signal/setjmp.c
  signal/siglongjmp.c signal/sigsetjmp.c signal/sigsetjmp_tail.c
  stat/fchmodat.c                                        # its AT_SYMLINK_NOFOLLOW needs a /proc: sys/file/mode.c
  stdlib/qsort.c stdlib/qsort_nr.c                       # smoothsort takes four times as long: sys/qsort.c
  string/memccpy.c string/memchr.c string/memcmp.c string/memrchr.c string/stpcpy.c string/stpncpy.c
  string/strcasecmp.c string/strchrnul.c string/strcmp.c string/strcpy.c string/strcspn.c string/strlen.c
  string/strncasecmp.c string/strncmp.c string/strspn.c  # go by four bytes or one: sys/string/
  string/memcpy.c string/memmove.c string/memset.c       # are instructions: sys/string/copy.c
  time/gettimeofday.c time/time.c                        # say more of what they want: sys/clock.c
  unistd/read.c unistd/write.c                           # nothing between them and the import: sys/file/write.c
  unistd/ttyname_r.c                                     # asks /proc: sys/tty/ttyname.c
  unistd/lseek.c                                         # SEEK_HOLE is not for stdio to import: sys/lseek.c
  termios/tcgetwinsize.c                                 # needs more than musl's other uses of the request: sys/tty/tty.c
  thread/__set_thread_area.c                             # the thread pointer is a thread-local variable
  thread/__syscall_cp.c thread/syscall_cp.c              # cancellation points are inline: arch/wasm32/syscall_arch.h
  thread/synccall.c                                      # ids are of the process, and the signal is the host's: sys/thread/synccall.c
  thread/__unmapself.c thread/clone.c                    # threads/clone.c
  thread/pthread_getcpuclockid.c time/clock_getcpuclockid.c # only one's own: sys/cpu_clock.c
  thread/pthread_getattr_np.c                            # the linker knows the main thread's stack: sys/thread/thread_attributes.c
  thread/pthread_getname_np.c thread/pthread_setname_np.c # there is no /proc: sys/thread/thread_name.c
  thread/pthread_mutex_getprioceiling.c                  # there are none: sys/thread/priority_ceiling.c
  thread/pthread_mutex_setprioceiling.c
  thread/pthread_cancel.c                                # a signal cannot change the program counter: sys/thread/cancel.c
  )

# FILE=FLAGS for single files of musl; FILE is a regular expression on the path below src/.
set(WASIX_MUSL_FLAGS
  # stacks need no files, so they need not import what mapping a file takes; threads/exit.c gives a thread's free memory back
  "thread/pthread_create\\.c=-D__mmap=__wasix_map_anonymous -D__pthread_tsd_run_dtors=__wasix_thread_ends"
  # its short way is inline: arch/wasm32/syscall_arch.h
  "internal/syscall_ret\\.c=-D__syscall_ret=__wasix_syscall_ret"
  # sys/iconv.c checks EUC-KR input first: CVE-2025-26519
  "locale/iconv\\.c=-Diconv=__wasix_musl_iconv"
  # sys/regcomp.c knows what [=x=] and [.x.] are
  "regex/regcomp\\.c=-Dregcomp=__wasix_musl_regcomp"
  # sys/strptime.c has the conversions that it lacks
  "time/strptime\\.c=-Dstrptime=__wasix_musl_strptime"
  # sys/strtod.c takes the short way where it can
  "stdlib/strtod\\.c=-Dstrtod=__wasix_musl_strtod"
  # sys/time_zone.c knows what summer time without rules is
  "time/__tz\\.c=-Dgetenv=__wasix_time_zone"
  # sys/thread/priority_ceiling.c knows PTHREAD_PRIO_PROTECT too
  "thread/pthread_mutexattr_setprotocol\\.c=-Dpthread_mutexattr_setprotocol=__wasix_musl_setprotocol"
  "thread/pthread_attr_get\\.c=-Dpthread_mutexattr_getprotocol=__wasix_musl_getprotocol"
  # sys/string/strstr.c is faster where it need not be linear
  "string/strstr\\.c=-Dstrstr=__wasix_musl_strstr"
  "time/timer_create\\.c=-mllvm -wasm-enable-sjlj -mllvm -wasm-use-legacy-eh=false"
  )

# Archives that exist because makefiles name them; everything is in libc.a.
set(WASIX_EMPTY_LIBRARIES m pthread rt dl util crypt resolv xnet)

set(WASIX_TARGET wasm32-wasmer-wasi)
set(WASIX_LIBDIR lib/wasm32-wasi)

# Objects carry the features atomics and bulk memory, so that they may go into a shared memory too.
set(WASIX_LIBC_FLAGS --target=${WASIX_TARGET} -Wno-deprecated -ffreestanding -nostdinc -O2
  -fno-trapping-math -fno-strict-aliasing -ffunction-sections -fdata-sections -fvisibility=default
  -ftls-model=local-exec -matomics -mbulk-memory -mmutable-globals -msign-ext -mnontrapping-fptoint)

# Programs that load libraries have all of the C library in them, for the libraries to call: position-independent, with threads.
set(WASIX_PIC_FLAGS -fPIC -ftls-model=global-dynamic)
set(WASIX_DYNAMIC_FOLDERS sys math threads dynamic crt unwind)
set(WASIX_NOT_DYNAMIC
  crt/crt1.c crt/crt1_reactor.c dynamic/scrt1.c # are no part of any library
  sys/dlopen.c                  # dynamic/dlopen.c
  sys/process/asyncify.c        # says that the program was changed for it
  sys/process/exit_single.c sys/signal/tkill.c sys/thread/atomic_single.c  # threads/
  sys/thread/clone_single.c sys/thread/futex_single.c thread/__reset_tls.c env/__reset_tls.c
  )

if(NOT CMAKE_SCRIPT_MODE_FILE)
  # Runs always, and costs a fifth of a second when the sysroot is there.
  add_custom_target(sysroot ALL
    COMMAND ${CMAKE_COMMAND} -DOUT=${CMAKE_BINARY_DIR}/lib/wasix/sysroot -DNINJA=${CMAKE_MAKE_PROGRAM}
      -P ${CMAKE_CURRENT_LIST_DIR}/build.cmake
    COMMENT "" USES_TERMINAL VERBATIM)
endif()
