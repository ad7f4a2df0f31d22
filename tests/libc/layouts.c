// NATIVE: no, these are the promises of this libc
// EXPECT: kept
//
// The binary interface that Rust's standard library for Linux and musl, and programs built long
// ago, rely on: musl's generic layout for 32 bits with 64-bit time (docs/libc.md).
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#define SIZE(type, size)        _Static_assert(sizeof(type) == size, #type)
#define AT(type, member, where) _Static_assert(offsetof(type, member) == where, #type "." #member)
#define IS(name, value)         _Static_assert((name) == (value), #name)

SIZE(struct timespec, 16);
SIZE(struct timeval, 16);
SIZE(struct dirent, 280);
SIZE(struct sockaddr_in, 16);
SIZE(struct sockaddr_in6, 28);
SIZE(struct sockaddr_un, 110);
SIZE(struct sockaddr_storage, 128);
SIZE(struct addrinfo, 32);
SIZE(struct iovec, 8);
SIZE(struct msghdr, 28);
SIZE(struct cmsghdr, 12);
SIZE(struct pollfd, 8);
SIZE(struct epoll_event, 16);
SIZE(sigset_t, 128);
SIZE(struct sigaction, 140);
SIZE(siginfo_t, 128);
SIZE(stack_t, 12);
SIZE(pthread_attr_t, 36);
SIZE(pthread_mutex_t, 24);
SIZE(pthread_cond_t, 48);
SIZE(pthread_rwlock_t, 32);
SIZE(pthread_barrier_t, 20);
SIZE(sem_t, 16);
SIZE(struct flock, 32);
SIZE(struct rlimit, 16);
SIZE(struct rusage, 152);
SIZE(struct statvfs, 96);
SIZE(struct statfs, 88);
SIZE(struct termios, 60);
SIZE(struct winsize, 8);
SIZE(struct utsname, 390);
SIZE(struct passwd, 28);
SIZE(struct group, 16);
SIZE(struct tm, 44);
SIZE(posix_spawnattr_t, 336);
SIZE(posix_spawn_file_actions_t, 76);
SIZE(fd_set, 128);
SIZE(cpu_set_t, 128);
SIZE(Dl_info, 16);
SIZE(struct hostent, 20);
SIZE(struct stat, 128);
SIZE(long, 4);
SIZE(size_t, 4);
SIZE(void *, 4);
SIZE(time_t, 8);
SIZE(off_t, 8);
SIZE(ino_t, 8);
SIZE(dev_t, 8);
SIZE(blkcnt_t, 8);
SIZE(fsblkcnt_t, 8);
SIZE(rlim_t, 8);
SIZE(suseconds_t, 8);
SIZE(nlink_t, 4);
SIZE(blksize_t, 4);
SIZE(mode_t, 4);
SIZE(uid_t, 4);
SIZE(clock_t, 4);
SIZE(nfds_t, 4);
SIZE(wchar_t, 4);
SIZE(clockid_t, 4);
SIZE(pthread_t, 4);
SIZE(long double, 16);

AT(struct stat, st_dev, 0);
AT(struct stat, st_ino, 8);
AT(struct stat, st_mode, 16);
AT(struct stat, st_nlink, 20);
AT(struct stat, st_uid, 24);
AT(struct stat, st_gid, 28);
AT(struct stat, st_rdev, 32);
AT(struct stat, st_size, 48);
AT(struct stat, st_blksize, 56);
AT(struct stat, st_blocks, 64);
AT(struct stat, st_atim, 72);
AT(struct stat, st_mtim, 88);
AT(struct stat, st_ctim, 104);
AT(struct timespec, tv_nsec, 8);
AT(struct dirent, d_ino, 0);
AT(struct dirent, d_off, 8);
AT(struct dirent, d_reclen, 16);
AT(struct dirent, d_type, 18);
AT(struct dirent, d_name, 19);
AT(struct sigaction, sa_handler, 0);
AT(struct sigaction, sa_mask, 4);
AT(struct sigaction, sa_flags, 132);
AT(struct sigaction, sa_restorer, 136);
AT(struct addrinfo, ai_addr, 20);
AT(struct addrinfo, ai_canonname, 24);
AT(struct epoll_event, data, 8);
AT(struct termios, c_cc, 17);

IS(O_CREAT, 0x40);
IS(O_EXCL, 0x80);
IS(O_TRUNC, 0x200);
IS(O_APPEND, 0x400);
IS(O_NONBLOCK, 0x800);
IS(O_DIRECTORY, 0x10000);
IS(O_NOFOLLOW, 0x20000);
IS(O_CLOEXEC, 0x80000);
IS(O_RDONLY, 0);
IS(O_WRONLY, 1);
IS(O_RDWR, 2);
IS(AT_FDCWD, -100);
IS(S_IFMT, 0170000);
IS(S_IFREG, 0100000);
IS(S_IFDIR, 0040000);
IS(S_IFLNK, 0120000);
IS(DT_DIR, 4);
IS(DT_REG, 8);
IS(AF_INET, 2);
IS(AF_INET6, 10);
IS(AF_UNIX, 1);
IS(SOCK_STREAM, 1);
IS(SOCK_DGRAM, 2);
IS(SOCK_CLOEXEC, O_CLOEXEC);
IS(SOCK_NONBLOCK, O_NONBLOCK);
IS(SOL_SOCKET, 1);
IS(SO_REUSEADDR, 2);
IS(SO_ERROR, 4);
IS(POLLIN, 1);
IS(POLLOUT, 4);
IS(POLLERR, 8);
IS(POLLHUP, 0x10);
IS(EPOLLIN, 1);
IS(EPOLLET, 0x80000000u);
IS(EFD_CLOEXEC, O_CLOEXEC);
IS(SIGKILL, 9);
IS(SIGUSR1, 10);
IS(SIGCHLD, 17);
IS(SIGSYS, 31);
IS(NSIG, 65);
IS(SA_SIGINFO, 4);
IS(SA_RESTART, 0x10000000);
IS(CLOCK_REALTIME, 0);
IS(CLOCK_MONOTONIC, 1);
IS(F_GETLK, 12);
IS(F_SETLK, 13);
IS(F_SETLKW, 14);
IS(F_DUPFD_CLOEXEC, 1030);
IS(FIONBIO, 0x5421);
IS(TIOCGWINSZ, 0x5413);
IS(_SC_PAGESIZE, 30);
IS(_SC_OPEN_MAX, 4);
IS(MAP_PRIVATE, 2);
IS(MAP_ANONYMOUS, 0x20);
IS(MAP_FIXED, 0x10);
IS(LOCK_EX, 2);
IS(POSIX_SPAWN_SETPGROUP, 2);
IS(EAGAIN, 11);
IS(ENOSYS, 38);
IS(ETIMEDOUT, 110);
IS(EINPROGRESS, 115);
IS(SYS_futex, 422);
IS(SYS_gettid, 178);
IS(SYS_getrandom, 278);
IS(SYS_eventfd2, 19);
IS(SYS_statx, 291);
IS(SYS_copy_file_range, 285);
IS(SYS_pidfd_open, 434);
IS(NCCS, 32);

_Static_assert((wchar_t)-1 < 0, "wchar_t is signed");
_Static_assert(_Generic((clockid_t)0, int : 1, default : 0), "clockid_t");
_Static_assert(_Generic((size_t)0, unsigned long : 1, default : 0), "size_t is clang's");

int
main(void)
{
	puts("kept");
}
