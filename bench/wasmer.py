"""wasmer.py MODULE... -- each module under `wasix run` and in Wasmer in turn: milliseconds of each, and the ratio.

The least of five runs counts, so both have compiled the module before. Ours starts a process; Wasmer's sandbox is open.
"""
import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, os.environ["WASMER_SDK"])
from wasmer_sdk import Wasmer

RUNS = 5


async def here(module):
    subprocess.run([os.environ["WASIX"], "run", module], stdout=subprocess.DEVNULL, check=True)


async def timed(run):
    start = time.perf_counter()
    await run()
    return (time.perf_counter() - start) * 1000


async def main(modules):
    async with Wasmer(cache_root=os.environ["WASMER_CACHE"]) as wasmer:
        for module in modules:
            package = await wasmer.packages.load(Path(module).read_bytes())
            async with await wasmer.sandboxes.create(packages=[package]) as sandbox:
                ways = (lambda: here(module), lambda: sandbox.command(package).run())
                ours, theirs = (min(times) for times in zip(*[[await timed(way) for way in ways] for _ in range(RUNS)]))
            print(f"{Path(module).name:<12} {ours:10.1f} {theirs:10.1f} {ours / theirs:8.2f}", flush=True)


asyncio.run(main(sys.argv[1:]))
os._exit(0)
