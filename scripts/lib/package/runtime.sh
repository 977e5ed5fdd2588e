# shellcheck shell=bash
# A Java for the arm64 package: the modules that the program needs, of Debian 13's JDK for that architecture, and the C library
# they are made for. Expects $root and toolchain.sh.
: "${root:?}"

readonly RUNTIME_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/sandpiper/runtime
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
readonly JAVA_PACKAGE=openjdk-$JAVA_NEEDED-jdk-headless
# What no class names and is needed all the same: certificates on elliptic curves, and Unsafe, which libraries ask for.
readonly MORE_MODULES=jdk.crypto.ec,jdk.unsupported
readonly LIBC_PARTS='libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2'

# Apt with a world of its own in the cache: another release, another architecture, the same signatures.
foreign_apt() {
    local command=$1 apt=$RUNTIME_CACHE/apt
    shift
    "$command" -q -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State="$apt/state" \
        -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" -o Dir::Etc::preferencesparts=/dev/null \
        -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root "$@"
}

# The archive that apt uses here, which may be a mirror nearby: archive NAME DEFAULT.
archive() {
    # shellcheck disable=SC2016  # For apt.
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 -E "/$1/?\$" || echo "http://deb.debian.org/$1"
}

prepare_apt() {
    local apt=$RUNTIME_CACHE/apt
    [ -e "$KEYRING" ] || apt_install "Debian's keys" debian-archive-keyring
    mkdir -p "$apt"/{state/lists/partial,cache/archives/partial}
    touch "$apt/status"
    printf 'deb [signed-by=%s] %s %s main\n' "$KEYRING" "$(archive debian)" trixie \
        "$KEYRING" "$(archive debian-security)" trixie-security >"$apt/sources.list"
}

# fetched PACKAGE: the newest there is, from the cache where it is that. Without the archive the one from before has to do.
fetched() {
    local name=$1 version file
    version=$(foreign_apt apt-cache policy "$name" 2>/dev/null | sed -n 's/^ *Candidate: //p')
    file=$(compgen -G "$RUNTIME_CACHE/${name}_${version//:/%3a}_arm64.deb" || true)
    if [ -z "$file" ]; then
        (cd "$RUNTIME_CACHE" && foreign_apt apt-get download "$name" >&2) || fail "$name of Debian 13 for arm64 could not be had"
        file=$(compgen -G "$RUNTIME_CACHE/${name}_${version//:/%3a}_arm64.deb") || fail "apt-get brought no $name $version"
    fi
    echo "$file"
}

update_lists() {
    prepare_apt
    foreign_apt apt-get update >"$RUNTIME_CACHE/update.log" 2>&1 && return
    [ -n "$(foreign_apt apt-cache policy "$JAVA_PACKAGE" 2>/dev/null)" ] ||
        fail "Debian's archive does not answer: $(tail -n 1 "$RUNTIME_CACHE/update.log")"
    echo "package: Debian's archive does not answer; the Java from before is taken, which may lack repairs" >&2
}

# The packages whose files are in it, as Debian's field has it.
runtime_sources() {
    local name
    for name in openjdk-$JAVA_NEEDED:$JAVA_PACKAGE glibc:libc6; do
        foreign_apt apt-cache policy "${name#*:}" | sed -n "s/^ *Candidate: \(.*\)/${name%:*} (= \1)/p"
    done | paste -s -d , | sed 's/,/, /'
}

# lay_out_runtime TARGET
lay_out_runtime() {
    local target=$1 unpacked jdk
    mkdir -p "$RUNTIME_CACHE"
    update_lists
    unpacked=$(mktemp -d "$RUNTIME_CACHE/.unpacked.XXXXXX")
    dpkg-deb -x "$(fetched "$JAVA_PACKAGE")" "$unpacked"
    dpkg-deb -x "$(fetched libc6)" "$unpacked"
    jdk=$(compgen -G "$unpacked/usr/lib/jvm/*/jmods") || fail "$JAVA_PACKAGE has no jmods any more"
    "$JAVA_HOME/bin/jlink" --module-path "$jdk" --add-modules "$(needed_modules),$MORE_MODULES" --strip-java-debug-attributes \
        --no-header-files --no-man-pages --output "$target" >&2 || fail "jlink failed"
    lay_out_libc "$unpacked/usr/lib/aarch64-linux-gnu" "$target/lib"
    rm -rf "$unpacked"
}

# For a system whose own is older; the loader lies where Java looks for its home by the name of the process's program.
lay_out_libc() {
    local part
    install -D -m 755 "$1/ld-linux-aarch64.so.1" "$2/ld-linux-aarch64.so.1"
    for part in $LIBC_PARTS; do install -D -m 644 "$1/$part" "$2/glibc/$part"; done
}

# By the classes of all jars. Without their descriptions of modules, which name what was left out on purpose.
needed_modules() {
    local jars found
    jars=$(mktemp -d)
    cp "$root"/agent/target/lib/*.jar "$jars/"
    for jar in "$jars"/*.jar; do zip -q -d "$jar" '*module-info.class' >/dev/null 2>&1 || true; done
    found=$(cd "$jars" && "$JAVA_HOME/bin/jdeps" --multi-release "$JAVA_NEEDED" --ignore-missing-deps --print-module-deps \
        --class-path "$(printf '%s:' *.jar)" ./*.jar) || fail "jdeps failed: $found"
    rm -rf "$jars"
    echo "$found"
}
