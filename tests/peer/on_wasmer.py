"""on_wasmer.py AREA... -- C and C++ tests, compiled by wasixcc and wasixc++, run in Wasmer.

What a module prints there must be what its file expects, or else what it prints under `wasix run`; so must its exit
status. Tests that not_on_wasmer.txt lists are left out: each line is AREA.TEST, a tab, and the reason. With --listed only
those run, to find the ones that pass by now.

Wasmer is its sandbox for Python, the package wasmer-sdk; WASMER_SDK is the directory it was installed to.
"""
import asyncio
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, os.environ["WASMER_SDK"])
from wasmer_sdk import Wasmer

SOURCE = Path(os.environ["SOURCE"])
SCRATCH = Path(os.environ["TEST_SCRATCH"]) / "peer"
LIMIT_S = 20


def header(text, key):
    return re.findall(rf"^// {key}: ?(.*)$", text, re.M)


def left_out():
    lines = (SOURCE / "tests/peer/not_on_wasmer.txt").read_text().splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


class Test:
    def __init__(self, file):
        text = file.read_text()
        self.file = file
        self.name = f"{file.parent.name}.{file.stem}"
        self.module = SCRATCH / f"{self.name}.wasm"
        self.flags = shlex.split(" ".join(header(text, "RUN")) or "--dir=.")
        self.args = shlex.split(" ".join(header(text, "ARGS")))
        self.compiler = os.environ["WASIXCXX" if file.suffix == ".cpp" else "WASIXCC"]
        self.cflags = shlex.split(" ".join(header(text, "CFLAGS") + header(text, "WASMER-CFLAGS")))
        self.stdin = "".join(line + "\n" for line in header(text, "STDIN")).encode()
        self.status = int((header(text, "EXIT") or ["0"])[0])
        self.expected = "".join(line + "\n" for line in header(text, "EXPECT"))

    def compile(self):
        subprocess.run([self.compiler, "-O1", "-w", "-D_GNU_SOURCE", self.file, *self.cflags, "-o", self.module], check=True)
        if not self.expected:
            directory = SCRATCH / self.name
            directory.mkdir(exist_ok=True)
            ran = subprocess.run([os.environ["WASIX"], "run", *self.flags, self.module, *self.args], input=self.stdin, capture_output=True, cwd=directory)
            self.expected = ran.stdout.decode(errors="replace")

    async def run(self, wasmer):
        env = dict(flag[6:].split("=", 1) for flag in self.flags if flag.startswith("--env="))
        network = "host" if "--net" in self.flags else "disabled"
        module = self.module.read_bytes()
        package = await wasmer.packages.load(module)
        async with await wasmer.sandboxes.create(packages=[package], files={"guest.wasm": module}, env=env, network=network) as sandbox:
            return await sandbox.command(package, self.args, cwd="/workspace").run(check=False, stdin=self.stdin, timeout=LIMIT_S)

    async def failure(self, wasmer):
        """None, or what went wrong."""
        self.compile()
        try:
            ran = await self.run(wasmer)
        except Exception as error:
            return str(error).splitlines()[0]
        out = ran.stdout.text(errors="replace")
        if ran.exit_code != self.status:
            return f"exit status {ran.exit_code}, expected {self.status}\n{out[-400:]}{ran.stderr.text(errors='replace')[-400:]}"
        if out != self.expected:
            return f"printed\n{out[:400]}expected\n{self.expected[:400]}"
        return None


async def main(areas, only_listed):
    SCRATCH.mkdir(parents=True, exist_ok=True)
    reasons = left_out()
    passed = failed = 0
    async with Wasmer(cache_root=SCRATCH / "cache") as wasmer:
        for test in (Test(file) for area in areas for file in sorted((SOURCE / "tests" / area).glob("*.c*"))):
            if (test.name in reasons) != only_listed:
                continue
            failure = await test.failure(wasmer)
            passed += failure is None
            failed += failure is not None
            if failure or only_listed:
                print(f"{test.name}: {failure or 'passes'}", flush=True)
    print(f"{passed} passed, {failed} failed, {sum(r.split('.')[0] in areas for r in reasons)} left out", flush=True)
    return failed or not passed


arguments = sys.argv[1:]
only_listed = "--listed" in arguments
status = asyncio.run(main([a for a in arguments if a != "--listed"], only_listed))
os._exit(1 if status else 0)  # its threads do not always end by themselves
