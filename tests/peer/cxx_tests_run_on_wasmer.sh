. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/peer/peer.inc"

echo 'int main() { return 0; }' >least.cpp
"$WASIXCXX" least.cpp -o least.wasm 2>err || skip "$(cat err)"
exec python3 "$SOURCE/tests/peer/on_wasmer.py" cxx
