# libc_probe.py -- every size, offset and constant of the crate libc as seen by Rust, and by C with our headers.
#
#   libc_probe.py generate DOC.json     writes probe.rs and probe.c from what rustdoc says that the crate has
#   libc_probe.py prune ERRORS          takes out of probe.c the lines that the compiler refused: what the headers do not have
#   libc_probe.py compare RUST C        prints what differs
import json
import re
import sys

HEADERS = """arpa/inet.h crypt.h ctype.h dirent.h dlfcn.h elf.h errno.h fcntl.h fenv.h float.h fnmatch.h getopt.h glob.h grp.h ifaddrs.h
inttypes.h langinfo.h limits.h link.h locale.h malloc.h math.h mntent.h mqueue.h net/ethernet.h net/if.h net/if_arp.h net/route.h netdb.h
netinet/icmp6.h netinet/in.h netinet/ip.h netinet/tcp.h netinet/udp.h netpacket/packet.h poll.h pthread.h pty.h pwd.h regex.h resolv.h
sched.h search.h semaphore.h setjmp.h shadow.h signal.h spawn.h stdarg.h stddef.h stdint.h stdio.h stdlib.h string.h strings.h
sys/epoll.h sys/eventfd.h sys/fanotify.h sys/file.h sys/fsuid.h sys/inotify.h sys/ioctl.h sys/ipc.h sys/klog.h sys/mman.h sys/mount.h
sys/msg.h sys/param.h sys/personality.h sys/prctl.h sys/ptrace.h sys/quota.h sys/random.h sys/reboot.h sys/resource.h sys/select.h
sys/sem.h sys/sendfile.h sys/shm.h sys/signalfd.h sys/socket.h sys/stat.h sys/statfs.h sys/statvfs.h sys/swap.h sys/syscall.h
sys/sysinfo.h sys/syslog.h sys/time.h sys/timerfd.h sys/times.h sys/timex.h sys/types.h sys/uio.h sys/un.h sys/user.h sys/utsname.h
sys/vfs.h sys/wait.h sys/xattr.h syslog.h termios.h time.h ucontext.h unistd.h utime.h utmp.h utmpx.h wchar.h""".split()


def generate(path):
    index = json.load(open(path))["index"]
    rust, c = ["#![allow(warnings)]\nuse std::mem::*;\nstatic ROWS: &[(&str, i64)] = &["], []

    def row(label, in_rust, in_c):
        rust.append('("%s", %s as i64),' % (label, in_rust))
        c.append('printf("%s %%lld\\n", (long long)(%s));' % (label, in_c))

    for item in index.values():
        kind, name = next(iter(item["inner"])), item["name"]
        inner = item["inner"][kind]
        if item["visibility"] != "public" or not name or item["crate_id"] != 0:
            continue
        if kind == "constant":
            typename = json.dumps(inner["type"])
            if name.endswith("_INITIALIZER") or re.search(r'"(pointer|raw_pointer|slice|array|function_pointer|borrowed_ref)"|f64|f32|bool|sighandler|off64|Atomic', typename):
                continue
            if '"resolved_path"' in typename and not re.search(r'"path": "(crate::)?[a-zA-Z0-9_:]*(_t|c_[a-z]+|Ioctl|[ui](8|16|32|64)|usize|__rlimit_resource_t|__[us]\d+)"', typename):
                continue
            row("const " + name, "libc::" + name, name)
        elif kind in ("struct", "union"):
            fields = inner["kind"].get("plain", {}).get("fields", []) if kind == "struct" else inner["fields"]
            row("sizeof " + name, "size_of::<libc::%s>()" % name, "sizeof(%s)" % name_in_c(name))
            for field in fields:
                f = index[str(field)] if str(field) in index else index[field]
                if f["visibility"] == "public":
                    row("offsetof %s.%s" % (name, f["name"]), "offset_of!(libc::%s, %s)" % (name, f["name"]),
                        "offsetof(%s, %s)" % (name_in_c(name), f["name"].removeprefix("r#")))
        elif kind == "type_alias" and name not in ("Ioctl",):
            row("sizeof " + name, "size_of::<libc::%s>()" % name, "sizeof(%s)" % name)
    rust.append('];\nfn main() {\n\tfor (name, value) in ROWS {\n\t\tprintln!("{name} {value}");\n\t}\n}')
    open("probe.rs", "w").write("\n".join(rust) + "\n")
    lines = ["#define _GNU_SOURCE 1"] + ["#include <%s>" % h for h in HEADERS] + ["int main(void) {"] + c + ["}"]
    open("probe.c", "w").write("\n".join(lines) + "\n")


TYPEDEFS = set("""Dl_info DIR FILE cpu_set_t epoll_data_t fd_set div_t glob_t regex_t regmatch_t siginfo_t sigset_t stack_t fsid_t max_align_t
mcontext_t ucontext_t posix_spawnattr_t posix_spawn_file_actions_t pthread_attr_t pthread_barrier_t pthread_barrierattr_t pthread_cond_t
pthread_condattr_t pthread_mutex_t pthread_mutexattr_t pthread_rwlock_t pthread_rwlockattr_t sem_t fpos_t mbstate_t lldiv_t ldiv_t""".split())


def name_in_c(name):
    if name in TYPEDEFS or re.match(r"Elf|GElf", name):
        return name
    return ("union " if name == "sigval" else "struct ") + name


def prune(path):
    bad = {int(m.group(1)) for m in re.finditer(r"^probe\.c:(\d+):\d+: error", open(path).read(), re.M)}
    lines = open("probe.c").read().split("\n")
    open("probe.c", "w").write("\n".join(l for i, l in enumerate(lines, 1) if i not in bad))


def rows(path):
    return dict(l.rsplit(" ", 1) for l in open(path).read().splitlines())


# Rust's size, C's size, and why it does no harm.
KNOWN = {
    "sizeof fpos_t": (0, 16),  # nothing but a name in Rust, behind pointers, like the next
    "sizeof timezone": (0, 8),
    "sizeof stat64": (128, 1),  # another name of stat, which C does not have
    "sizeof max_align_t": (16, 32),  # no long double; nothing is allocated by it
    "const IPPROTO_MAX": (256, 263),  # before IPPROTO_MPTCP
    # the kernel's numbers for either width of time: newer versions of the crate have C's
    "const SO_RCVTIMEO": (20, 66),
    "const SO_SNDTIMEO": (21, 67),
    "const SO_TIMESTAMP": (29, 63),
    "const SCM_TIMESTAMP": (29, 63),
    "const SO_TIMESTAMPNS": (35, 64),
    "const SCM_TIMESTAMPNS": (35, 64),
    "const SO_TIMESTAMPING": (37, 65),
    "const SCM_TIMESTAMPING": (37, 65),
    "sizeof pthread_barrier_t": (24, 20),  # larger than C's: aligned to 8
}


def compare(rust, c):
    rust, c = rows(rust), rows(c)
    wrong = 0
    for name, value in sorted(c.items()):
        if (int(value) - int(rust[name])) % 2**32 and KNOWN.get(name) != (int(rust[name]), int(value)):
            print("%s: %s in Rust, %s in C" % (name, rust[name], value))
            wrong += 1
    print("%d compared" % len(c))
    sys.exit(wrong > 0 or len(c) < 3000)


{"generate": generate, "prune": prune, "compare": compare}[sys.argv[1]](*sys.argv[2:])
