. "$SOURCE/tests/peer/peer.inc"
exec python3 "$SOURCE/tests/peer/on_wasmer.py" libc
