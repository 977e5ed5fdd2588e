# shellcheck shell=bash
# The installed program, as a tree of files. Expects $root, toolchain.sh and a build.
: "${root:?}"

readonly PACKAGING=$root/packaging
# Where each library has its native parts, in its jar.
readonly NATIVES='org/sqlite/native/Linux/ARCH lib/ARCH/pi4j-gpiod lib/ARCH/pi4j-linuxfs'

# lay_out_tree TREE ARCHITECTURE...: with native libraries for these alone, in uname's words.
lay_out_tree() {
    local tree=$1
    shift
    lay_out_program "$tree/usr/lib/sandpiper" "$@"
    mkdir -p "$tree/usr/bin" "$tree/etc/sandpiper"
    ln -sfn ../lib/sandpiper/bin/sandpiper "$tree/usr/bin/sandpiper"
    lay_out_system "$tree/usr/lib"
    lay_out_papers "$tree/usr/share"
}

lay_out_program() {
    local home=$1 architecture jar
    shift
    mkdir -p "$home"/{bin,lib}
    install -m 755 "$root/scripts/lib/launcher" "$home/bin/sandpiper"
    install -m 755 "$root/scripts/lib/train" "$home/bin/train"
    cp "$root"/agent/target/lib/*.jar "$root/scripts/lib/jvm.options" "$home/lib/"
    for architecture in "$@"; do unpack_natives "$home" "$architecture"; done
    for jar in "$home"/lib/{sqlite-jdbc,pi4j-library}-*.jar; do
        zip -q -d "$jar" 'org/sqlite/native/*' 'lib/a*' || fail "zip could not take the native libraries out of $jar"
    done
}

unpack_natives() {
    local home=$1 target=$1/native/$2 folder jar
    mkdir -p "$target"
    for folder in ${NATIVES//ARCH/$2}; do
        for jar in "$home"/lib/{sqlite-jdbc,pi4j-library}-*.jar; do
            # Pi4J has none for a PC, where there are no pins.
            unzip -q -j -o "$jar" "$folder/*.so" -d "$target" 2>/dev/null || true
        done
    done
    [ -e "$target/libsqlitejdbc.so" ] || fail "sqlite-jdbc has no native library for $2 where it used to be"
    chmod 644 "$target"/*.so
}

lay_out_system() {
    install -D -m 644 "$root/systemd/sandpiper.service" "$1/systemd/system/sandpiper.service"
    install -D -m 644 "$root/systemd/sandpiper.sysusers" "$1/sysusers.d/sandpiper.conf"
    install -D -m 644 "$root/systemd/sandpiper.tmpfiles" "$1/tmpfiles.d/sandpiper.conf"
    install -D -m 644 "$PACKAGING/60-sandpiper.rules" "$1/udev/rules.d/60-sandpiper.rules"
}

lay_out_papers() {
    local doc=$1/doc/sandpiper
    install -D -m 644 "$PACKAGING/sandpiper.bash" "$1/bash-completion/completions/sandpiper"
    mkdir -p "$1/man/man1" "$doc/examples"
    gzip -9n <"$PACKAGING/sandpiper.1" >"$1/man/man1/sandpiper.1.gz"
    gzip -9n <"$root/CHANGELOG.md" >"$doc/changelog.gz"
    cp "$PACKAGING/copyright" "$doc/"
    cp -r "$root"/config/{agent.yaml,agent.schema.json,examples/*} "$doc/examples/"
}
