# shellcheck shell=bash
# A tree of files as a Debian package. Expects $root, $output, tree.sh and runtime.sh.
: "${root:?}" "${output:?}"

# The one that pom.xml has.
pom_version() {
    sed -n '/<parent>/,/<\/parent>/d; s:^  <version>\(.*\)</version>.*:\1:p' "$root/pom.xml" | grep -m 1 . || fail "pom.xml has no version"
}

# One that is not released carries its commit, so that each is newer than the one before.
package_version() {
    local version commit
    version=$(pom_version)
    commit=$(TZ=UTC git -C "$root" log -1 --date=format-local:%Y%m%d%H%M%S --format='~git%cd.%h' --abbrev=8)
    echo "${version/-SNAPSHOT/$commit}"
}

# make_package KIND
make_package() {
    local kind=$1 work version package
    work=$(mktemp -d "$output/.work.XXXXXX")
    # shellcheck disable=SC2064  # Its name is known now.
    trap "rm -rf '$work' '$output'/*.new" EXIT
    version=$(package_version)
    package=$output/sandpiper_${version}_$kind.deb
    case $kind in
        all) lay_out_tree "$work" aarch64 x86_64 ;;
        arm64)
            lay_out_tree "$work" aarch64
            lay_out_runtime "$work/usr/lib/sandpiper/runtime"
            ;;
    esac
    install -m 644 "$PACKAGING/agent.yaml" "$work/etc/sandpiper/agent.yaml"
    describe "$kind" "$version" "$work"
    pack "$work" "$package"
    rm -rf "$work"
    echo "$package"
}

# What dpkg asks: whose files they are, on what they depend, what has to be done.
describe() {
    local kind=$1 version=$2 tree=$3 script
    mkdir "$tree/DEBIAN"
    for script in preinst postinst prerm postrm; do
        install -m 755 "$PACKAGING/debian/$script" "$tree/DEBIAN/$script"
    done
    echo /etc/sandpiper/agent.yaml >"$tree/DEBIAN/conffiles"
    # The caches are for one Java: they are made anew when the system's has changed.
    [ "$kind" != all ] || echo 'interest-noawait /usr/lib/jvm' >"$tree/DEBIAN/triggers"
    (cd "$tree" && find usr etc -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
    {
        printf '%s: %s\n' Package sandpiper Version "$version" Architecture "$kind" \
            Installed-Size "$(du -k -s --apparent-size --exclude=DEBIAN "$tree" | cut -f 1)"
        cat "$PACKAGING/debian/control" "$PACKAGING/debian/control.$kind"
        if [ "$kind" = arm64 ]; then printf 'Built-Using: %s\n' "$(runtime_sources)"; fi
    } >"$tree/DEBIAN/control"
}

# Whose files, of when, and in which order is the same each time.
pack() {
    SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
    export SOURCE_DATE_EPOCH
    chmod -R u=rwX,go=rX "$1"
    find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$1" "$2.new" >/dev/null
    mv "$2.new" "$2"
}
