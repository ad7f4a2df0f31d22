. "$SOURCE/tests/expect.sh"
hello
"$WASIXCC" hello.c -o g.wasm -Wl,--start-group -lm -lpthread -lrt -ldl -lutil -lcrypt -lresolv -lxnet -Wl,--end-group \
	-Wl,-Map=x.map -Wl,-Map,y.map -Wl,--warn-common,--sort-common -Wl,--sort-section,alignment -Wl,-z,relro -Wl,-z,now \
	-Wl,-rpath,/x -Wl,-rpath=/y -Wl,--as-needed -Wl,--hash-style=gnu -Xlinker -soname -Xlinker libx.so -rdynamic -pie -no-pie -static \
	2>err || fail "link"
[ ! -s err ] || fail "not silent"
status 0 "$WASIX" run g.wasm
says hello
