# shellcheck shell=bash
# A Debian 13 of this machine's kind in a folder of the cache, with QEMU, mmdebstrap and a cross compiler: what the host has of
# them does not matter. Expects $cache, $toolbox; mounts are the script's own and end with it.
: "${cache:?}" "${toolbox:?}"

in_toolbox() { chroot "$toolbox" env DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"; }

# The archive that apt uses here, which may be a mirror nearby.
debian_archive() {
    # shellcheck disable=SC2016  # For apt.
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 -E '/debian/?$' || echo http://deb.debian.org/debian
}

make_toolbox() {
    command -v debootstrap >/dev/null || apt_install debootstrap debootstrap
    rm -rf "$toolbox.new"
    debootstrap --variant=minbase --include=ca-certificates trixie "$toolbox.new" "$(debian_archive)"
    rm -rf "$toolbox"
    mv "$toolbox.new" "$toolbox"
    enter_toolbox
    # No service of the toolbox starts on the host.
    printf '#!/bin/sh\nexit 101\n' >"$toolbox/usr/sbin/policy-rc.d"
    chmod +x "$toolbox/usr/sbin/policy-rc.d"
    in_toolbox dpkg --add-architecture arm64
    in_toolbox apt-get -q update
    in_toolbox apt-get -qy install --no-install-recommends qemu-system-arm qemu-utils qemu-user mmdebstrap arch-test \
        gcc-aarch64-linux-gnu libc6-dev-arm64-cross make device-tree-compiler e2fsprogs squashfs-tools xz-utils bc kmod cpio \
        linux-source-6.12
    mkdir -p "$toolbox/work"
    download_kernel
}

# Debian's kernel for arm64, what a module for it is built with, and the busybox of the first steps of a boot.
download_kernel() {
    local kernel
    kernel=$(in_toolbox apt-cache depends linux-image-arm64:arm64 | sed -n 's/.*Depends: linux-image-\([0-9][^:]*-arm64\).*/\1/p' | head -n 1)
    [ -n "$kernel" ] || fail "Debian's linux-image-arm64 depends on no kernel this script knows the name of"
    mkdir -p "$toolbox/work/downloads"
    chown _apt "$toolbox/work/downloads" 2>/dev/null || chmod 777 "$toolbox/work/downloads"
    # shellcheck disable=SC2016
    in_toolbox sh -ec 'cd /work/downloads
        apt-get -q download busybox-static:arm64 "linux-image-$1:arm64" "linux-headers-$1:arm64" "linux-headers-${1%-arm64}-common" \
            "linux-kbuild-${1%-arm64}"
        for package in linux-headers-*.deb linux-kbuild-*.deb; do dpkg-deb -x "$package" /; done' sh "$kernel"
    echo "$kernel" >"$toolbox/work/kernel"
}

# For this process and its children alone: the script runs in a name space of its own.
enter_toolbox() {
    local folder
    for folder in proc sys dev; do
        mountpoint -q "$toolbox/$folder" || mount --rbind "/$folder" "$toolbox/$folder"
    done
    cp /etc/resolv.conf "$toolbox/etc/resolv.conf"
}
