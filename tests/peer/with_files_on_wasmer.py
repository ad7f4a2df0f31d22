"""with_files_on_wasmer.py MODULE FILE... -- ARGUMENT... -- a module in Wasmer, in a directory with the files; output and exit
status are the module's. See on_wasmer.py."""
import asyncio
import os
import sys
from pathlib import Path

sys.path.insert(0, os.environ["WASMER_SDK"])
from wasmer_sdk import Wasmer

LIMIT_S = 60


async def main(module, files, arguments):
    async with Wasmer(cache_root=Path("wasmer-cache")) as wasmer:
        package = await wasmer.packages.load(Path(module).read_bytes())
        contents = {file: Path(file).read_bytes() for file in files}
        async with await wasmer.sandboxes.create(packages=[package], files=contents, network="disabled") as sandbox:
            return await sandbox.command(package, arguments, cwd="/workspace").run(check=False, timeout=LIMIT_S)


end = sys.argv.index("--")
ran = asyncio.run(main(sys.argv[1], sys.argv[2:end], sys.argv[end + 1 :]))
sys.stdout.write(ran.stdout.text(errors="replace"))
sys.stderr.write(ran.stderr.text(errors="replace"))
sys.stdout.flush()
os._exit(ran.exit_code)  # its threads do not always end by themselves
