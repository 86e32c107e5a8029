# Makes something by the Makefile; what is built here stands for what it would build.
ln -sf "$(command -v hornbook)" products/hornbook
make -s -f "$ROOT/Examples/install/Makefile" "$@" SWIFT=true PRODUCTS="$PWD/products" PREFIX=/usr DESTDIR="$PWD/a stage"
